import { ok } from '#shared/lib/result.ts';
import { lostCheckItem } from '../bundles/carried-checks.ts';
import type { LongHandler } from '../context.ts';
import { settleContent } from '../files/settle-content.ts';
import { takeOverEnvelope } from '../messages/take-over.ts';
import { following, onChosenBundle } from './bundle-context.ts';
import { noteRead } from './read-bundle.ts';

/** What a revoked workstation had not sent leaves from here, signed anew, in the name of who takes it over. */
export const takeOverBundle: LongHandler<'bundle.take-over'> = (ctx, { token }) =>
  onChosenBundle(ctx, token, async (bundles, file) => {
    const opened = await bundles.openForTakeOver(() => file.content(), following(ctx, file.size));
    try {
      return ok(
        ctx.commit((act) => {
          const taken = opened.envelopes.map((one) => takeOverEnvelope(act, act.actor.name, one, opened.files));
          const items = [...opened.checks.map(lostCheckItem), ...taken];
          const { size: files } = opened.files;
          const messages = items.filter(({ kind, outcome }) => kind === 'message' && outcome === 'taken').length;
          const read = { head: opened.head, items, messages, files, isStreamLeftOut: false, decided: [] };
          return noteRead(act, 'taken-over', read);
        }),
      );
    } finally {
      for (const { sha256 } of opened.files.values()) settleContent(ctx.station, sha256);
    }
  });
