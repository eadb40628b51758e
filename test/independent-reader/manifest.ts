import { deriveFrom, type Unlocked } from './key-slots.ts';
import { bytesOf, checkMac, NotGenuineError } from './sealing.ts';

/** docs/store-format.md §6. */

export interface Manifest {
  readonly revision: number;
  readonly keysRevision: number;
  readonly snapshots: readonly { readonly generation: number; readonly headerTag: string }[];
  readonly journals: readonly number[];
  readonly end: { readonly generation: number; readonly sequence: number; readonly tag: string } | null;
}

/** The genuine copy with the higher revision. */
export function readManifest(copies: readonly Uint8Array[], unlocked: Unlocked): Manifest {
  const genuine = copies.map((copy) => genuineCopy(copy, unlocked)).filter((copy) => copy !== undefined);
  const newest = genuine.toSorted((left, right) => right.revision - left.revision)[0];
  if (!newest) throw new NotGenuineError('manifest: neither copy is genuine');
  if (unlocked.keysRevision < newest.keysRevision) throw new NotGenuineError('key slots: an older copy');
  return newest;
}

function genuineCopy(bytes: Uint8Array, unlocked: Unlocked): Manifest | undefined {
  const [body = '', seal = '', rest] = Buffer.from(bytes).toString('utf8').split('\n');
  if (rest !== '') return undefined;
  let manifest: Manifest & { format: string; version: number; vaultId: string; keyEpoch: number };
  try {
    manifest = JSON.parse(body);
    checkMac(deriveFrom(unlocked, manifest.keyEpoch, unlocked.vaultId, 'manifest'), bytesOf(body), seal, 'manifest');
  } catch {
    return undefined;
  }
  const known = manifest.format === 'ncb-manifest' && manifest.version === 1;
  return known && manifest.vaultId === unlocked.vaultId.toString('hex') ? manifest : undefined;
}
