import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromHex, fromUtf8, toHex, utf8 } from '../store/bytes.ts';
import { parseJson } from '../store/manifest.ts';
import { clearKey, mac, macMatches } from '../store/sealing.ts';
import type { OpenVault } from '../vault/open-vault.ts';

const FORMAT = 1;
const hexOf = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** Exactly the files of a vault that a back-up may bring: no other name is ever written by a restore. */
const FILE_NAME =
  /^((keys|manifest)-[ab]\.ncb|attempts\.ncb|(snapshot|journal)-\d{10}\.ncb|attachments\/[0-9a-f]{64}\.ncb)$/;

const fileName = z.string().regex(FILE_NAME);
const backedUpFile = z.strictObject({ name: fileName, size: z.int().nonnegative(), sha256: hexOf(32) });

const backupIndexSchema = z.strictObject({
  format: z.literal('ncb-backup'),
  version: z.literal(FORMAT),
  /** Made for this one back-up. */
  id: hexOf(16),
  /** Grows with each back-up in a folder; the clock orders nothing. */
  number: z.int().positive(),
  vaultId: hexOf(16),
  workstationId: z.string().max(36),
  workstation: z.string().max(64),
  bureau: z.string().max(16),
  /** Milliseconds since 1970, by the workstation's clock. */
  createdAt: z.int(),
  files: z.array(backedUpFile),
  /** Attachments that could not be read on the workstation itself any more: what is here of them is kept as it was. */
  damaged: z.array(fileName),
});

/** What belongs to one back-up: see docs/store-format.md §10. */
export type BackupIndex = z.infer<typeof backupIndexSchema>;
export type BackedUpFile = z.infer<typeof backedUpFile>;

/** An index as it was read: whole, but proven genuine only by the keys of the vault it tells of. */
export interface StoredIndex {
  readonly body: string;
  readonly seal: string;
  readonly index: BackupIndex;
}

/** Three lines: JSON, its SHA-256 (which tells damage before anything is unlocked), its MAC under a key of the vault. */
export function encodeIndex(vault: Pick<OpenVault, 'keyFor'>, index: BackupIndex): Uint8Array {
  const body = JSON.stringify(index);
  return utf8(`${body}\n${checksum(body)}\n${toHex(sealOf(vault, body))}\n`);
}

/** The index, or undefined if it is damaged or of a later format. */
export function decodeIndex(bytes: Uint8Array): StoredIndex | undefined {
  const lines = linesOf(bytes);
  if (!lines) return undefined;
  const [body, sum, seal] = lines;
  if (checksum(body) !== sum || !/^[0-9a-f]{64}$/.test(seal)) return undefined;
  const index = backupIndexSchema.safeParse(parseJson(body));
  return index.success ? { body, seal, index: index.data } : undefined;
}

/** Whether a workstation that held this vault's keys wrote it. */
export function isGenuineIndex(vault: Pick<OpenVault, 'keyFor'>, { body, seal }: StoredIndex): boolean {
  const key = vault.keyFor(PURPOSE);
  try {
    return macMatches(key, utf8(body), fromHex(seal));
  } finally {
    clearKey(key);
  }
}

const PURPOSE = 'backup index';

function sealOf(vault: Pick<OpenVault, 'keyFor'>, body: string): Uint8Array {
  const key = vault.keyFor(PURPOSE);
  try {
    return mac(key, utf8(body));
  } finally {
    clearKey(key);
  }
}

const checksum = (body: string): string => createHash('sha256').update(body).digest('hex');

function linesOf(bytes: Uint8Array): [body: string, sum: string, seal: string] | undefined {
  try {
    const [body, sum, seal, rest, ...more] = fromUtf8(bytes).split('\n');
    const whole = rest === '' && more.length === 0;
    return whole && body && sum && seal ? [body, sum, seal] : undefined;
  } catch {
    return undefined;
  }
}
