import type { BureauKeyRenewal, BureauKeyRenewed } from '#shared/protocol/bureau-key.ts';
import { isSignedRenewal } from '#shared/protocol/bureau-key.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import type { DirectoryKey } from '#shared/protocol/directory.ts';
import { encryptionKeyId } from '#shared/protocol/hpke.ts';
import { appendAudit } from '../store/audit.ts';
import { addBureauKey, keysOfBureau, lockBureau, retireBureauKey } from '../store/bureaus.ts';
import type { Transaction } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';
import { tellOfDirectory } from './wake-calls.ts';

/** Gives the caller's bureau a new key and retires the one before, in one step. Throws HubError. */
export async function renewBureauKey(
  deps: HubDeps,
  caller: Caller,
  renewal: BureauKeyRenewal,
): Promise<BureauKeyRenewed> {
  if (!(await isSignedRenewal(deps, renewal, caller.signingKey))) {
    throw new HubError('bad-signature', { field: 'signature' });
  }
  if ((await encryptionKeyId(fromBase64Url(renewal.key.publicKey))) !== renewal.key.keyId) {
    throw new HubError('malformed', { field: 'key' });
  }
  const { keys, isNew } = await deps.database.transaction((tx) => replace(tx, deps, caller, renewal));
  // Everybody who writes to this bureau seals to the new key from now on. The same request again calls nobody: thousands would come and look.
  if (isNew) await tellOfDirectory(deps.database);
  return { keys };
}

const HOUR = 60 * 60 * 1000;
/** Renewals of one bureau in an hour: every workstation of every bureau is shown each key for good. */
const RENEWALS_AN_HOUR = 20;

function assertNotTooMany(deps: HubDeps, keys: readonly DirectoryKey[]): void {
  const since = deps.clock.now() - HOUR;
  const recent = keys.filter((key) => Date.parse(key.since) > since);
  if (recent.length > RENEWALS_AN_HOUR) throw new HubError('rate-limited', { limit: 'keys-per-hour' });
}

async function replace(
  tx: Transaction,
  deps: HubDeps,
  { bureau, workstation }: Caller,
  { replaces, key, signature }: BureauKeyRenewal,
): Promise<BureauKeyRenewed & { readonly isNew: boolean }> {
  await lockBureau(tx, bureau);
  const keys = await keysOfBureau(tx, bureau);
  if (keys.some(isCurrent(key.keyId))) return { keys, isNew: false };
  const current = keys.find(({ status }) => status === 'current');
  if (!current) throw new HubError('bureau-key-missing', { bureau });
  // A key that has been retired, or whose identifier is taken, never comes back.
  if (current.keyId !== replaces || keys.some(({ keyId }) => keyId === key.keyId)) {
    throw new HubError('bureau-key-exists', { bureau, keyId: current.keyId, publicKey: current.publicKey });
  }
  assertNotTooMany(deps, keys);
  const at = nowOf(deps);
  await retireBureauKey(tx, bureau, replaces);
  await addBureauKey(tx, bureau, key, at);
  const details = { replaces, signature };
  await appendAudit(tx, { bureau, at, event: 'bureau-key-renewed', workstation, subject: key.keyId, details });
  return { keys: await keysOfBureau(tx, bureau), isNew: true };
}

const isCurrent = (wanted: string) => (key: DirectoryKey) => key.keyId === wanted && key.status === 'current';
