import { err, ok, type Result } from '#shared/lib/result.ts';
import { fromHex } from '../store/bytes.ts';
import { StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import { errorCode } from '../store/file-system.ts';
import type { RootKey } from '../store/root-keys.ts';
import type { Attempter, Attempts } from './attempts.ts';
import type { OpenVaultError, PassphraseCheckError } from './errors.ts';
import { acceptable, type Kdf, STANDARD_KDF } from './kdf.ts';
import { type KeySlot, type KeySlots, type PassphraseSlot, passphraseSlots } from './key-slots.ts';
import { isProtecting, type Keyring } from './keyring.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { clearSecret, deriveForNobody, openForRecovery, openForUser, type SlotSecret, unwrapRoot } from './wrapping.ts';

export interface UnlockDeps {
  readonly kdf: Kdf;
  readonly attempts: Attempts;
  readonly keyring: Keyring | undefined;
}

export interface Unlocked {
  readonly root: RootKey;
  /** The user whose passphrase it was; null for the recovery key. */
  readonly slot: PassphraseSlot | null;
}

/** Names are kept and compared in one form, whatever the keyboard sent. */
export const normaliseUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase();

/**
 * Tries one passphrase, counting the attempt before it is made. An unknown name costs and answers as a wrong passphrase.
 * @throws StoreDamagedError if the cost of a slot was changed beyond what this application writes, or its wrapped root key
 */
export async function unlockWithPassphrase(
  deps: UnlockDeps,
  slots: KeySlots,
  { username, passphrase }: { username: string; passphrase: string },
): Promise<Result<Unlocked, PassphraseCheckError>> {
  const { attempts, kdf } = deps;
  const name = normaliseUsername(username);
  const users = passphraseSlots(slots);
  const slot = users.find((candidate) => candidate.username === name);
  const who = { name, known: slot !== undefined, supervisor: slot?.supervisor ?? false };
  const verdict = attempts.judge(who);
  if (verdict.kind !== 'allowed') return err(verdict);
  // Slots made on one computer cost about the same: an unknown name costs what the first of them does.
  const cost = (slot ?? users[0])?.kdf ?? STANDARD_KDF;
  if (!acceptable(cost)) throw new StoreDamagedError(KEYS_FILES[0], 'the cost of a passphrase was changed');
  const secret = await keyringSecret(deps.keyring, slot);
  if (!secret) return err({ kind: 'keyring-unavailable' });
  const retryAfterMs = attempts.count(who, (candidate) => users.some((user) => user.username === candidate));
  const opened = slot ? await openForUser(kdf, slots.vaultId, slot, passphrase, secret) : null;
  if (!slot) await deriveForNobody(kdf, passphrase, cost);
  if (!opened || !slot) return err(refusal(attempts, who, slot !== undefined, retryAfterMs));
  whateverTheDiskSays(() => attempts.clear(name));
  return ok({ root: await rootOf(slots, slot, opened), slot });
}

/** The recovery key is 256 random bits: there is nothing to guess, so nothing is counted. */
export async function unlockWithRecoveryKey(slots: KeySlots, typed: string): Promise<Result<Unlocked, OpenVaultError>> {
  const recoveryKey = parseRecoveryKey(typed);
  if (!recoveryKey) return err({ kind: 'wrong-recovery-key', mistyped: true });
  const slot = slots.slots.find((candidate) => candidate.kind === 'recovery');
  const opened = slot ? openForRecovery(slots.vaultId, slot, recoveryKey) : null;
  if (!slot || !opened) return err({ kind: 'wrong-recovery-key', mistyped: false });
  return ok({ root: await rootOf(slots, slot, opened), slot: null });
}

async function rootOf({ vaultId, keyEpoch }: KeySlots, slot: KeySlot, secret: SlotSecret): Promise<RootKey> {
  try {
    return await unwrapRoot(vaultId, keyEpoch, slot, secret);
  } finally {
    clearSecret(secret);
  }
}

/** A failing disk must not keep a person with the right passphrase from reading: the work may be left for the next time. */
export function whateverTheDiskSays(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

function refusal(attempts: Attempts, who: Attempter, known: boolean, retryAfterMs: number): PassphraseCheckError {
  if (attempts.judge(who).kind === 'needs-supervisor') return { kind: 'needs-supervisor' };
  return { kind: known ? 'wrong-passphrase' : 'no-such-user', retryAfterMs };
}

/** Empty when the slot needs no keyring; null when it does and the keyring has not given its part. */
async function keyringSecret(
  keyring: Keyring | undefined,
  slot: PassphraseSlot | undefined,
): Promise<Uint8Array | null> {
  if (!slot?.keyring) return new Uint8Array();
  if (!keyring || !isProtecting(keyring)) return null;
  try {
    return await keyring.unwrap(fromHex(slot.keyring));
  } catch {
    return null;
  }
}
