import { fromBase64Url } from '../bytes.ts';
import type { VerifierDep } from '../signature.ts';
import type { BundleKey } from './header.ts';
import { BundleError } from './layout.ts';
import { type OpenBundle, openBundle } from './read-bundle.ts';
import { closingBytes } from './record-chain.ts';
import type { BundleHead, BundleRecord } from './records.ts';

/** Bytes of a file, as often as they are asked for. */
export type BundleFile = () => AsyncIterable<Uint8Array>;

export interface BundleVisitor {
  readonly keys: readonly BundleKey[];
  /** Told of each record, in order; what it throws ends the reading. */
  readonly visit: (record: BundleRecord, head: BundleHead) => void | Promise<void>;
  /** The signing key of who wrote it (raw Ed25519, base64url), asked after all records; null = unknown. */
  readonly writerKey: (head: BundleHead) => string | null;
}

/**
 * Reads a bundle from its beginning to its closing record and checks that it is whole and written by whom it says. Nothing is done with
 * what is in it before.
 * @returns what openBundle takes, so that it is this file that is read in
 * @throws BundleError
 */
export async function checkBundle(
  { verifier }: VerifierDep,
  file: BundleFile,
  { keys, visit, writerKey }: BundleVisitor,
): Promise<Pick<OpenBundle, 'head' | 'header'>> {
  const { head, header, records } = await openBundle(file(), keys);
  let next = await records.next();
  for (; !next.done; next = await records.next()) await visit(next.value, head);
  const closing = next.value;
  const key = writerKey(head);
  const holds =
    key !== null &&
    (await verifier.verify(fromBase64Url(key), closingBytes(closing), fromBase64Url(closing.signature)));
  if (!holds) throw new BundleError('damaged');
  return { head, header };
}
