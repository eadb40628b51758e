import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromHex, fromUtf8, toHex, utf8 } from '../store/bytes.ts';
import { NewerFormatError, type OpenNotice, StoreDamagedError } from '../store/errors.ts';
import { KEYS_FILES } from '../store/file-names.ts';
import type { FileSystem } from '../store/file-system.ts';
import { parseJson } from '../store/manifest.ts';
import { deriveFromRoot, type RootKey } from '../store/root-keys.ts';
import { mac, macMatches } from '../store/sealing.ts';
import { type Copy, TwinFile } from '../store/twin-file.ts';
import { kdfParameters } from './kdf.ts';

const FORMAT = 1;
const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** The part of every slot that is about its key pair. */
const keyPair = {
  /** X25519 (RFC 7748): root keys are wrapped to it. */
  publicKey: hexOf(32),
  /** The private key and the vault's endorsement, sealed under what the owner of the slot knows. */
  sealed: hexOf(80),
  /** The ephemeral public key of the wrapping (RFC 9180: enc), and the root key, wrapped. */
  enc: hexOf(32),
  wrapped: hexOf(48),
};

const passphraseSlotSchema = z.strictObject({
  kind: z.literal('passphrase'),
  /** Made anew whenever the slot is. */
  id: hexOf(16),
  username: z.string().min(1).max(64),
  /** May release names that were locked after wrong passphrases. */
  supervisor: z.boolean(),
  kdf: kdfParameters,
  kdfSalt: hexOf(16),
  salt: hexOf(32),
  /** A secret that only the operating system's keyring can unwrap, when this slot needs it as well; else null. */
  keyring: z
    .string()
    .regex(/^([0-9a-f]{2})+$/)
    .nullable(),
  ...keyPair,
});

const recoverySlotSchema = z.strictObject({
  kind: z.literal('recovery'),
  id: hexOf(16),
  salt: hexOf(32),
  ...keyPair,
});

const keySlotsSchema = z.strictObject({
  format: z.literal('ncb-keys'),
  version: z.literal(FORMAT),
  vaultId: hexOf(16),
  /** Grows with each change; the manifest remembers the newest. */
  revision: z.int().positive(),
  /** The number of the root key that the slots wrap. */
  keyEpoch: z.int().positive(),
  /** What shows a slot that a root key was wrapped by this vault, sealed under the root key. */
  endorsement: hexOf(48),
  /** Root keys that files are still sealed under, each sealed under the current one; newest first. */
  retired: z.array(z.strictObject({ keyEpoch: z.int().positive(), sealed: hexOf(48) })),
  slots: z.array(z.discriminatedUnion('kind', [passphraseSlotSchema, recoverySlotSchema])),
});

export type PassphraseSlot = z.infer<typeof passphraseSlotSchema>;
export type RecoverySlot = z.infer<typeof recoverySlotSchema>;
export type KeySlot = PassphraseSlot | RecoverySlot;
/** The root key, wrapped once for each way in. The names are in clear: the sign-in screen lists them. */
export type KeySlots = z.infer<typeof keySlotsSchema>;

/** What a copy of the file holds. The checksum has passed; the MAC can only be checked with the root key. */
export interface StoredKeySlots {
  readonly body: string;
  readonly seal: string;
  readonly slots: KeySlots;
}

/**
 * The file of key slots, in two copies. Three lines: the slots as JSON, their SHA-256 (which tells damage from a wrong
 * passphrase before anything is unlocked), and their HMAC under the root key.
 */
export class KeySlotsFile {
  readonly #twin: TwinFile<StoredKeySlots>;

  constructor(fs: FileSystem, dir: string) {
    this.#twin = new TwinFile(fs, dir, KEYS_FILES, parseCopy);
  }

  exists(): boolean {
    return this.#twin.exists();
  }

  /** @throws StoreDamagedError if neither copy is whole, NewerFormatError */
  read(): { stored: StoredKeySlots; notices: readonly OpenNotice[] } {
    const found = this.#twin.read();
    if (!found) throw new StoreDamagedError(KEYS_FILES[0], 'neither copy of the key slots is whole');
    return { stored: found.value, notices: found.notices };
  }

  write(root: RootKey, slots: KeySlots): void {
    const body = JSON.stringify(slots);
    this.#twin.write(utf8(`${body}\n${checksum(body)}\n${toHex(mac(macKey(root, slots.vaultId), utf8(body)))}\n`));
  }
}

/** Whether the holder of the root key wrote these slots. */
export function slotsAreGenuine(root: RootKey, { body, seal, slots }: StoredKeySlots): boolean {
  return macMatches(macKey(root, slots.vaultId), utf8(body), fromHex(seal));
}

export const passphraseSlots = ({ slots }: KeySlots): readonly PassphraseSlot[] =>
  slots.filter((slot) => slot.kind === 'passphrase');

const macKey = (root: RootKey, vaultId: string) => deriveFromRoot(root, fromHex(vaultId), 'key slots');

const checksum = (body: string): string => createHash('sha256').update(body).digest('hex');

function parseCopy(bytes: Uint8Array, name: string): Copy<StoredKeySlots> | undefined {
  const lines = threeLines(bytes);
  if (!lines) return undefined;
  const [body, sum, seal] = lines;
  if (checksum(body) !== sum || !/^[0-9a-f]{64}$/.test(seal)) return undefined;
  const json = parseJson(body);
  const version = z.looseObject({ version: z.int() }).safeParse(json).data?.version ?? 0;
  if (version > FORMAT) throw new NewerFormatError(name, version, FORMAT);
  const slots = keySlotsSchema.safeParse(json);
  return slots.success ? { revision: slots.data.revision, value: { body, seal, slots: slots.data } } : undefined;
}

function threeLines(bytes: Uint8Array): [body: string, sum: string, seal: string] | undefined {
  try {
    const [body, sum, seal, rest, ...more] = fromUtf8(bytes).split('\n');
    const whole = rest === '' && more.length === 0;
    return whole && body && sum && seal ? [body, sum, seal] : undefined;
  } catch {
    return undefined;
  }
}
