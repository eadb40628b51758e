import type { Output } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { PreparedBundle } from '../bundles/bundle-work.ts';
import type { ActionContext, LongHandler } from '../context.ts';
import { putBundle } from '../store/tables/bundles.ts';
import { outboxItemById, updateOutboxItem } from '../store/tables/outbox.ts';
import { following, Measured, onBundle, readBack } from './bundle-context.ts';

/**
 * Writes what waits into a file the person carries: read back before it takes its place, then each item is marked with it. Items keep
 * their state: they go by the line if that comes back first.
 */
export const writeBundleFile: LongHandler<'bundle.write'> = (ctx, { token }) =>
  onBundle(ctx, async (bundles) => {
    const size: { total: number | null } = { total: null };
    const follow = { signal: ctx.signal, progress: (bytes: number) => following(ctx, size.total).progress(bytes) };
    const prepared = await bundles.prepare(follow);
    if (!prepared) return err({ code: 'bundle-empty' });
    size.total = prepared.size;
    const measured = new Measured();
    const written = await ctx.station.files.write(token, measured.of(prepared.content), readBack(bundles));
    if (!written.ok) return written;
    return ok(ctx.commit((act) => noteWritten(act, prepared, measured.bytes)));
  });

function noteWritten(
  { tx, now, actor, newId }: ActionContext,
  { head, itemIds, checkIds, checksLeft }: PreparedBundle,
  bytes: number,
): Output<'bundle.write'> {
  const { workstation, name, number } = head;
  for (const id of [...checkIds, ...itemIds]) {
    // What the hub took over in the meantime is in the bundle all the same: it is known there, and that is said.
    const item = outboxItemById(tx, id);
    if (item?.envelope || item?.kind === 'check')
      updateOutboxItem(tx, id, { carriedBundle: number, carriedAt: now }, item.updatedAt);
  }
  const id = newId();
  const noted = { id, direction: 'outward' as const, workstation, name, number, at: now, by: actor.name };
  const items = checkIds.length + itemIds.length;
  putBundle(tx, { ...noted, items, head: JSON.stringify(head), decided: '[]' });
  return { id, number, items, checks: checkIds.length, checksLeft, bytes };
}
