import { createHash } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { openHpke } from './hpke.ts';
import { recoveryKeyOf } from './recovery-key.ts';
import { bytesOf, checkMac, derive, NotGenuineError, openSeal, tryOpenSeal } from './sealing.ts';

/** docs/store-format.md §2. */

interface Slot {
  readonly kind: 'passphrase' | 'recovery';
  readonly id: string;
  readonly username?: string;
  readonly kdf?: { readonly memoryKiB: number; readonly iterations: number; readonly parallelism: number };
  readonly kdfSalt?: string;
  readonly salt: string;
  readonly publicKey: string;
  readonly sealed: string;
  readonly enc: string;
  readonly wrapped: string;
}

interface KeySlots {
  readonly format: string;
  readonly version: number;
  readonly vaultId: string;
  readonly revision: number;
  readonly keyEpoch: number;
  readonly retired: readonly { readonly keyEpoch: number; readonly sealed: string }[];
  readonly slots: readonly Slot[];
}

/** What opens the vault: a user's passphrase (with the keyring's part, if the slot needs it) or the recovery key. */
export type Credential =
  | { readonly username: string; readonly passphrase: string; readonly keyringSecret?: Uint8Array }
  | { readonly recoveryKey: string };

export interface Unlocked {
  readonly vaultId: Buffer;
  /** Root keys by their epoch: the current one, and those that a file may still be sealed under. */
  readonly roots: ReadonlyMap<number, Buffer>;
  readonly keysRevision: number;
}

/** Of two copies that are whole, the higher revision counts. */
export async function unlock(copies: readonly Uint8Array[], credential: Credential): Promise<Unlocked> {
  const whole = copies.map(parse).filter((copy) => copy !== undefined);
  const newest = whole.toSorted((left, right) => right.slots.revision - left.slots.revision)[0];
  if (!newest) throw new NotGenuineError('key slots: neither copy is whole');
  const { slots, body, seal } = newest;
  const vaultId = Buffer.from(slots.vaultId, 'hex');
  const rootKey = await rootKeyOf(slots, credential);
  checkMac(deriveEpoch(rootKey, slots.keyEpoch, vaultId, 'key slots'), bytesOf(body), seal, 'key slots');
  const retired = slots.retired.map((kept): [number, Buffer] => [kept.keyEpoch, retiredKey(slots, rootKey, kept)]);
  return { vaultId, roots: new Map([[slots.keyEpoch, rootKey], ...retired]), keysRevision: slots.revision };
}

/** What is derived from the root key of an epoch. */
export function deriveFrom(
  { roots }: Unlocked,
  epoch: number,
  salt: Uint8Array,
  ...purpose: readonly (string | Uint8Array)[]
): Buffer {
  const root = roots.get(epoch);
  if (!root) throw new NotGenuineError(`there is no root key ${epoch}`);
  return deriveEpoch(root, epoch, salt, ...purpose);
}

const deriveEpoch = (
  root: Uint8Array,
  epoch: number,
  salt: Uint8Array,
  ...purpose: readonly (string | Uint8Array)[]
): Buffer => derive(root, salt, 'epoch/', uint32(epoch), '/', ...purpose);

/** A key kept under the root key. */
function retiredKey(slots: KeySlots, root: Buffer, kept: { keyEpoch: number; sealed: string }): Buffer {
  const purpose = `retired root key ${kept.keyEpoch}`;
  const key = deriveEpoch(root, slots.keyEpoch, Buffer.from(slots.vaultId, 'hex'), purpose);
  const aad = [bytesOf(`ncb kept key ${slots.vaultId} `), uint32(slots.keyEpoch), bytesOf(` ${purpose}`)];
  return openSeal(key, 0, Buffer.concat(aad), Buffer.from(kept.sealed, 'hex'), purpose);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function parse(bytes: Uint8Array): { slots: KeySlots; body: string; seal: string } | undefined {
  const [body = '', sum, seal = '', rest] = Buffer.from(bytes).toString('utf8').split('\n');
  if (rest !== '' || createHash('sha256').update(body).digest('hex') !== sum) return undefined;
  const slots = JSON.parse(body) as KeySlots;
  return slots.format === 'ncb-keys' && slots.version === 1 ? { slots, body, seal } : undefined;
}

async function rootKeyOf(slots: KeySlots, credential: Credential): Promise<Buffer> {
  for (const slot of slots.slots) {
    const sealingKey = await sealingKeyOf(slot, credential);
    const opened =
      sealingKey && tryOpenSeal(sealingKey, 0, aadOf(slots.vaultId, slot), Buffer.from(slot.sealed, 'hex'));
    if (opened) return unwrap(slots, slot, opened.subarray(0, 32), opened.subarray(32));
  }
  throw new NotGenuineError('key slots: no slot opens with this');
}

function unwrap(
  { vaultId, keyEpoch }: KeySlots,
  { enc, wrapped, ...slot }: Slot,
  privateKey: Buffer,
  endorsement: Buffer,
): Buffer {
  try {
    return openHpke({
      privateKey,
      publicKey: Buffer.from(slot.publicKey, 'hex'),
      enc: Buffer.from(enc, 'hex'),
      sealed: Buffer.from(wrapped, 'hex'),
      info: bytesOf(`ncb root key ${vaultId} ${keyEpoch} ${slot.id}`),
      aad: bytesOf(canonical(slot)),
      psk: endorsement,
      pskId: bytesOf('ncb endorsement'),
    });
  } catch {
    throw new NotGenuineError('key slots: the root key in this slot was not put there by this vault');
  }
}

async function sealingKeyOf(slot: Slot, credential: Credential): Promise<Buffer | undefined> {
  const salt = Buffer.from(slot.salt, 'hex');
  const id = Buffer.from(slot.id, 'hex');
  if ('recoveryKey' in credential) {
    return slot.kind === 'recovery'
      ? derive(recoveryKeyOf(credential.recoveryKey), salt, 'slot/recovery/', id)
      : undefined;
  }
  const name = credential.username.normalize('NFKC').toLowerCase();
  if (slot.kind !== 'passphrase' || slot.username !== name) return undefined;
  const stretched = await stretch(slot, credential.passphrase);
  const joined = Buffer.concat([stretched, credential.keyringSecret ?? new Uint8Array()]);
  return derive(joined, salt, 'slot/passphrase/', id);
}

function stretch({ kdf, kdfSalt }: Slot, passphrase: string): Promise<Uint8Array> {
  if (!kdf || !kdfSalt) throw new NotGenuineError('key slots: a passphrase slot without its cost');
  return argon2id({
    password: passphrase.normalize('NFKC'),
    salt: Buffer.from(kdfSalt, 'hex'),
    memorySize: kdf.memoryKiB,
    iterations: kdf.iterations,
    parallelism: kdf.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
}

function aadOf(vaultId: string, { sealed: _sealed, enc: _enc, wrapped: _wrapped, ...slot }: Slot): Buffer {
  return bytesOf(`ncb key slot ${vaultId} ${canonical(slot)}`);
}

/** RFC 8785 for what a slot holds: names in order, no spaces; its texts and whole numbers are written alike by JSON. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
