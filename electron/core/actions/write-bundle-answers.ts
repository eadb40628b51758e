import { err, ok } from '#shared/lib/result.ts';
import { bundleHead } from '#shared/protocol/bundle/records.ts';
import { type SignedStatement, signedStatement } from '#shared/protocol/hub-statement.ts';
import type { LongHandler } from '../context.ts';
import { bundleById, setBundleAnswered } from '../store/tables/bundles.ts';
import { following, Measured, onBundle, readBack } from './bundle-context.ts';

/** Writes the file that goes back: what the hub decided, and what the workstation without a line has missed. It may be written again later. */
export const writeBundleAnswers: LongHandler<'bundle.write-answers'> = (ctx, { id, token }) =>
  onBundle(ctx, async (bundles) => {
    const row = bundleById(ctx.db, id);
    if (row?.direction !== 'carried') return err({ code: 'not-found', params: { kind: 'bundle' } });
    const head = bundleHead.parse(JSON.parse(row.head));
    const decided: SignedStatement[] = signedStatement.array().parse(JSON.parse(row.decided));
    const measured = new Measured();
    const content = measured.of(bundles.answers({ head, decided }, following(ctx, null)));
    const written = await ctx.station.files.write(token, content, readBack(bundles));
    if (!written.ok) return written;
    return ok(
      ctx.commit(({ tx, now }) => {
        setBundleAnswered(tx, id, now);
        return { name: row.name, number: row.number, bytes: measured.bytes };
      }),
    );
  });
