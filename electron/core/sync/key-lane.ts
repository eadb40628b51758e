import { bureauKeyRenewed, signRenewal } from '#shared/protocol/bureau-key.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { activeMembers } from '../bureau-keys/members.ts';
import { isWaitingForKeys, ownCurrentKey } from '../bureau-keys/own-key.ts';
import { queueHandOver } from '../bureau-keys/queue-hand-over.ts';
import {
  endKeyRenewal,
  isKeyExposed,
  type KeyRenewal,
  keyRenewal,
  knowsItsElders,
  putKeyRenewal,
  renewalAskedBy,
} from '../bureau-keys/renewal.ts';
import { makeBureauKey } from '../enrolment/new-keys.ts';
import { recordAudit } from '../record-audit.ts';
import { heldBureauKeys, keepBureauKey } from '../store/tables/bureau-keys.ts';
import { holdersOfKey } from '../store/tables/confirmed-workstations.ts';
import { outboxItemById, pendingOutboxItems } from '../store/tables/outbox.ts';
import { syncDirectory } from './directory-lane.ts';
import { HubRefusal } from './hub-api.ts';
import { isPassing } from './passing.ts';
import { recording } from './recording.ts';
import type { SyncContext } from './sync-context.ts';
import { isMyTurn } from './turns.ts';

/**
 * Keeps the bureau's keys where they belong: every confirmed workstation holds the current one, and none that was revoked does.
 *
 *   current ──revoked, or a person asks──> new key made ──handed to all who stay──> registered ──> current, the old one retired
 *                                                                                      └─ another's came first: that one is used
 *
 * The new key is handed over before anybody can seal to it, so that nobody ever waits for it. What one workstation has to do, the eldest
 * does at once and the others only if nothing has come of it; twice does no harm.
 */
export async function keepKeysInOrder(ctx: SyncContext): Promise<void> {
  const { store, identity } = ctx;
  const current = ownCurrentKey(store.read, identity);
  if (!current || isWaitingForKeys(store.read, identity)) return;
  settleRenewal(ctx, current.keyId);
  await beginRenewalWhenDue(ctx, current.keyId);
  handOverWhereMissing(ctx, current.keyId);
  await registerWhenHandedOver(ctx);
}

/** The key it was to replace is not the current one any more: this one came through and the answer was lost, or another did. */
function settleRenewal(ctx: SyncContext, current: string): void {
  const renewal = keyRenewal(ctx.store.read);
  if (!renewal || renewal.replaces === current) return;
  ctx.store.transaction((tx) => endKeyRenewal(tx));
}

async function beginRenewalWhenDue(ctx: SyncContext, current: string): Promise<void> {
  const { store, identity } = ctx;
  if (keyRenewal(store.read) || !knowsItsElders(store.read, identity)) return;
  const by = renewalAskedBy(store.read, current);
  const isExposed = isKeyExposed(store.read, identity.bureau, current);
  if (by === null && !(isExposed && isMyTurn(ctx, 'renew', current))) return;
  const pair = await makeBureauKey(ctx);
  const now = ctx.clock.now();
  store.transaction((tx) => {
    keepBureauKey(tx, { ...pair, since: now });
    const isAlone = activeMembers(tx, identity).every(({ id }) => id === identity.workstationId);
    const outboxId = isAlone ? null : queueHandOver(recording(ctx, tx), identity.bureau, identity.name);
    putKeyRenewal(tx, { replaces: current, keyId: pair.keyId, outboxId, by: by ?? '' });
  });
}

function handOverWhereMissing(ctx: SyncContext, current: string): void {
  const { store, identity } = ctx;
  const holders = holdersOfKey(store.read, current);
  const without = activeMembers(store.read, identity).filter(
    ({ id }) => id !== identity.workstationId && !holders.has(id),
  );
  if (without.length === 0 || pendingOutboxItems(store.read).some(({ kind }) => kind === 'bureau-keys')) return;
  if (!isMyTurn(ctx, 'hand-over', [current, ...without.map(({ id }) => id)].join(' '))) return;
  store.transaction((tx) => queueHandOver(recording(ctx, tx), identity.bureau, identity.name));
}

/** The new key is put to use once everybody who stays has been sent it. */
export async function registerWhenHandedOver(ctx: SyncContext): Promise<void> {
  const renewal = keyRenewal(ctx.store.read);
  if (!renewal || !isHandedOver(ctx, renewal)) return;
  try {
    await register(ctx, renewal);
  } catch (error) {
    if (!(error instanceof HubRefusal) || isPassing(error, ['retry-later'])) throw error;
    // Another workstation's key came first: it is in the directory, and its maker hands it over.
    ctx.log.info(`the new key of the bureau was not taken: ${error.code}`);
    ctx.store.transaction((tx) => endKeyRenewal(tx));
  }
  await syncDirectory(ctx);
}

function isHandedOver({ store }: SyncContext, { outboxId }: KeyRenewal): boolean {
  if (outboxId === null) return true;
  const item = outboxItemById(store.read, outboxId);
  return item === null || item.sentAt !== null || item.state === 'withdrawn';
}

async function register(ctx: SyncContext, renewal: KeyRenewal): Promise<void> {
  const { store, identity } = ctx;
  const key = heldBureauKeys(store.read).find((held) => held.keyId === renewal.keyId);
  if (!key) throw new Error('The new key of the bureau is not here');
  const request = await signRenewal(ctx, {
    replaces: keyId.parse(renewal.replaces),
    key: { keyId: keyId.parse(key.keyId), publicKey: key.publicKey },
  });
  await ctx.api.post('/v1/bureau-key', request, bureauKeyRenewed);
  store.transaction((tx) => {
    endKeyRenewal(tx);
    recordAudit(tx, {
      method: 'sync.bureau-key-renewed',
      at: ctx.clock.now(),
      actor: null,
      subject: 'bureau',
      subjectId: identity.bureau,
      detail: { before: renewal.replaces, now: renewal.keyId, askedBy: renewal.by },
    });
  });
}
