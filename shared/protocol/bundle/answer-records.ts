import { fromHex } from '../bytes.ts';
import { type HubStatement, hubStatement, type SignedStatement } from '../hub-statement.ts';
import { sealedFileDigest } from '../seal-file.ts';
import type { StreamPage } from '../stream.ts';
import type { BundleBlob, BundleHead, NewBundleRecord } from './records.ts';

/** The sealed chunks of a blob the hub has, in order. */
export interface BlobAtHub {
  readonly chunks: readonly { readonly index: number; readonly size: number; readonly sha256: string }[];
}

/** What a return bundle is made of. */
export interface AnsweringHub {
  directory(): Promise<SignedStatement>;
  stream(after: number, epoch: string | null): Promise<SignedStatement>;
  /** Null where the hub does not have it, or not for this bureau. */
  blob(blobId: string): Promise<BlobAtHub | null>;
  chunk(blobId: string, index: number): Promise<Uint8Array>;
}

/**
 * The records of a return bundle: the directory, what the hub decided about the envelopes, the bureau's stream from where the
 * workstation stood, and the files that came with it.
 * @param outward the head of the bundle that is answered
 * @param decided what the hub said when it was carried
 */
export async function* answerRecords(
  hub: AnsweringHub,
  outward: BundleHead,
  decided: readonly SignedStatement[],
): AsyncGenerator<NewBundleRecord> {
  yield { type: 'statement', statement: await hub.directory() };
  for (const statement of decided) yield { type: 'statement', statement };
  const blobs = new Set<string>(outward.wanted);
  let [after, epoch]: [number, string | null] = [outward.cursor, outward.epoch];
  for (;;) {
    const statement = await hub.stream(after, epoch);
    yield { type: 'statement', statement };
    const page = pageOf(statement);
    for (const blobId of blobsFor(outward, page)) blobs.add(blobId);
    after = page.items.at(-1)?.number ?? page.resumeAfter;
    epoch = page.epoch;
    if (after >= page.head || page.items.length === 0) break;
  }
  for (const blobId of blobs) yield* blobRecords(hub, blobId);
}

function pageOf({ text }: SignedStatement): StreamPage {
  const statement: HubStatement = hubStatement.parse(JSON.parse(text));
  if (statement.what !== 'stream') throw new Error('The hub answered something else');
  return statement.page;
}

/** What the workstation sent itself it has. */
const blobsFor = ({ workstation }: BundleHead, { items }: StreamPage): string[] =>
  items
    .filter(({ envelope }) => envelope.from.workstation !== workstation)
    .flatMap(({ envelope }) => envelope.attachments.map(({ blobId }) => blobId));

/** A file that is not at the hub, or not whole, is left out: the workstation asks for it again. */
async function* blobRecords(hub: AnsweringHub, blobId: string): AsyncGenerator<NewBundleRecord> {
  const found = await hub.blob(blobId);
  if (!found || found.chunks.length === 0 || found.chunks.some(({ index }, at) => index !== at)) return;
  const digest = await sealedFileDigest(found.chunks.map(({ sha256 }) => fromHex(sha256)));
  const size = found.chunks.reduce((sum, chunk) => sum + chunk.size, 0);
  yield { type: 'blob', blob: { blobId, size, chunks: found.chunks.length, digest } as BundleBlob };
  for (const { index } of found.chunks) yield { type: 'chunk', bytes: await hub.chunk(blobId, index) };
}
