import type { BundleItem, BundleReport } from '#shared/ipc/bundles.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { BundleHead } from '#shared/protocol/bundle/records.ts';
import type { SignedStatement } from '#shared/protocol/hub-statement.ts';
import type { BundleWork } from '../bundles/bundle-work.ts';
import type { ActionContext, Answer, ChosenFile, LongContext, LongHandler } from '../context.ts';
import { type BundleDirection, bundleByNumber, putBundle } from '../store/tables/bundles.ts';
import { following, onChosenBundle } from './bundle-context.ts';

/** Reads in whatever bundle it is: the answers for this workstation, or the work of another one of the bureau. */
export const readBundle: LongHandler<'bundle.read'> = (ctx, { token }) =>
  onChosenBundle(ctx, token, async (bundles, file) => {
    const head = await bundles.identify(() => file.content());
    if (head.kind === 'return') return readAnswers(ctx, bundles, file);
    const isOwn = head.workstation === ctx.identity.workstationId;
    return isOwn ? err({ code: 'bundle-own' }) : carryToHub(ctx, bundles, file);
  });

async function readAnswers(
  ctx: LongContext<'bundle.read'>,
  bundles: BundleWork,
  file: ChosenFile,
): Promise<Answer<BundleReport>> {
  const read = await bundles.readAnswers(() => file.content(), following(ctx, file.size));
  return ok(ctx.commit((act) => noteRead(act, 'answers', { ...read, decided: [] })));
}

async function carryToHub(
  ctx: LongContext<'bundle.read'>,
  bundles: BundleWork,
  file: ChosenFile,
): Promise<Answer<BundleReport>> {
  const carried = await bundles.carry(() => file.content(), following(ctx, file.size));
  const nothingElse = { messages: 0, files: 0, isStreamLeftOut: false };
  return ok(ctx.commit((act) => noteRead(act, 'carried', { ...carried, ...nothingElse })));
}

interface ReadIn {
  readonly head: BundleHead;
  readonly items: readonly BundleItem[];
  readonly messages: number;
  readonly files: number;
  readonly isStreamLeftOut: boolean;
  readonly decided: readonly SignedStatement[];
}

/** Notes a bundle that was read in, and reports of it. */
export function noteRead(
  { tx, now, actor, newId }: ActionContext,
  kind: Exclude<BundleDirection, 'outward'>,
  { head, items, messages, files, isStreamLeftOut, decided }: ReadIn,
): BundleReport {
  const { workstation, name, number } = head;
  const before = bundleByNumber(tx, kind, workstation, number);
  const id = before?.id ?? newId();
  const noted = { id, direction: kind, workstation, name, number, at: now, by: actor.name, items: items.length };
  putBundle(tx, { ...noted, head: JSON.stringify(head), decided: JSON.stringify(decided) });
  const readBefore = before?.at ?? null;
  return { kind, id, name, number, items: [...items], messages, files, readBefore, isStreamLeftOut };
}
