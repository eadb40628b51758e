import type { BundleItem } from '#shared/ipc/bundles.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import {
  type AskingWorkstation,
  type CarriedAnswer,
  type CarriedCheck,
  isCheckRefused,
  openCheckAnswer,
  sealCheck,
} from '#shared/protocol/carried-check.ts';
import type { HubKeys } from '#shared/protocol/directory.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { deviceKeyId } from '../bureau-keys/device-key-id.ts';
import { settleAnswered, settleRefused } from '../checks/settle-check.ts';
import { dueOutboxItems, type OutboxRecord, outboxItemById } from '../store/tables/outbox.ts';
import { questionOf } from '../sync/check-lane.ts';
import { recording } from '../sync/recording.ts';
import type { SyncContext } from '../sync/sync-context.ts';

/** Whatever is put off until later: a bundle does not wait for the line. */
const ANY_TIME = Number.MAX_SAFE_INTEGER;

/** Checks whose question waits and is not held back. */
export const checksWaiting = ({ store }: SyncContext): OutboxRecord[] =>
  [...dueOutboxItems(store.read, ANY_TIME, true)].filter(({ kind }) => kind === 'check');

const askerOf = ({ identity }: SyncContext): AskingWorkstation => ({
  bureau: identity.bureau,
  workstation: identity.workstationId,
});

/** A check's question for the hub alone: who carries it reads nothing. */
export function sealQuestion(ctx: SyncContext, hub: HubKeys, item: OutboxRecord): Promise<CarriedCheck> {
  const key = { keyId: hub.keyId, publicKey: fromBase64Url(hub.publicKey) };
  return sealCheck(ctx, askerOf(ctx), key, PROTOCOL_VERSION, questionOf(ctx, item));
}

type Outcome = Pick<BundleItem, 'outcome' | 'code'>;

/** A check among the items of a bundle: it has no number, and its addressee is the database. */
const itemOf = (id: string, outcome: Outcome): BundleItem => ({
  id,
  kind: 'check',
  to: [],
  priority: 'urgent',
  sequence: null,
  ...outcome,
});

/** What whoever carried a check may know of it. */
export const carriedCheckItem = ({ checkId, code }: CarriedAnswer): BundleItem =>
  itemOf(checkId, outcomeOf(code, 'answered'));

function outcomeOf(code: CarriedAnswer['code'], accepted: BundleItem['outcome']): Outcome {
  if (code === 'accepted') return { outcome: accepted, code: null };
  return { outcome: isCheckRefused(code) ? 'refused' : 'undecided', code };
}

/** The questions of a revoked workstation were for the hub alone: nobody else asks them in its name. */
export const lostCheckItem = ({ checkId }: CarriedCheck): BundleItem =>
  itemOf(checkId, { outcome: 'refused', code: 'sender-revoked' });

/**
 * Takes in what came back for one check. What was answered in the meantime, by the line or by another file, stays as it is, and what does
 * not open with this machine's key stays open: it is asked again.
 */
export async function takeCarriedAnswer(ctx: SyncContext, answer: CarriedAnswer): Promise<BundleItem | null> {
  const { devicePublicKey, devicePrivateKey } = ctx.identity;
  const device = { keyId: deviceKeyId(devicePublicKey), privateKey: fromBase64Url(devicePrivateKey) };
  const response = answer.code === 'accepted' ? await openCheckAnswer(askerOf(ctx), answer, device) : null;
  if (answer.code === 'accepted' && !response) return itemOf(answer.checkId, { outcome: 'unreadable', code: null });
  return ctx.store.transaction((tx) => {
    const item = outboxItemById(tx, answer.checkId);
    if (item?.kind !== 'check') return null;
    const rec = recording(ctx, tx);
    if (response) {
      const at = answer.answeredAt === null ? rec.now : Date.parse(answer.answeredAt);
      const isNew = settleAnswered(rec, ctx.identity, response, at);
      return itemOf(item.id, { outcome: isNew ? 'answered' : 'known', code: null });
    }
    if (item.state !== 'waiting') return itemOf(item.id, { outcome: 'known', code: null });
    if (isCheckRefused(answer.code)) settleRefused(rec, ctx.identity, item, answer.code);
    return itemOf(item.id, outcomeOf(answer.code, 'answered'));
  });
}
