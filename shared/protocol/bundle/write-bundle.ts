import type { RandomDep } from '../../lib/deps.ts';
import { type Bytes, concatBytes, toBase64Url, utf8 } from '../bytes.ts';
import type { SignerDep } from '../signature.ts';
import { ByteSource } from './byte-source.ts';
import { type BundleRecipient, sealHeader } from './header.ts';
import { CHECKS_VERSION, FIRST_BUNDLE_VERSION, MAX_RECORD_SIZE, RECORD_HEAD_SIZE, recordTypes } from './layout.ts';
import { closingBytes, RecordChain } from './record-chain.ts';
import { type BundleHead, bundleHead, type NewBundleRecord } from './records.ts';
import { sealPieces } from './sealed-pieces.ts';

/**
 * The bytes of a bundle, in constant memory whatever it carries.
 * @param recipients whoever may read it: the current keys of the bureau, and the hub's
 * @param records in order; the chunks of a blob follow it, from 0
 * @param version what a reader has to know at least: CHECKS_VERSION where checks are among the records
 */
export async function* writeBundle(
  deps: RandomDep & SignerDep,
  recipients: readonly BundleRecipient[],
  head: BundleHead,
  records: AsyncIterable<NewBundleRecord>,
  version: number = FIRST_BUNDLE_VERSION,
): AsyncGenerator<Bytes> {
  const header = await sealHeader(deps, recipients, version);
  yield header.bytes;
  yield* sealPieces(header, new ByteSource(framed(deps, head, records, version)));
}

async function* framed(
  { signer }: SignerDep,
  head: BundleHead,
  records: AsyncIterable<NewBundleRecord>,
  version: number,
): AsyncGenerator<Bytes> {
  const chain = new RecordChain();
  const add = async (record: Bytes): Promise<Bytes> => {
    await chain.add(record);
    return record;
  };
  yield await add(framedJson('head', bundleHead.parse(head)));
  for await (const record of records) {
    if (record.type === 'check' && version < CHECKS_VERSION) throw new RangeError('A check in a bundle of version 1');
    yield await add(frameOf(record));
  }
  const closing = { records: chain.records, digest: chain.hex };
  const signature = toBase64Url(await signer.sign(closingBytes(closing)));
  yield framedJson('closing', { ...closing, signature });
}

function frameOf(record: NewBundleRecord): Bytes {
  if (record.type === 'envelope') return frame('envelope', utf8(record.text));
  if (record.type === 'blob') return framedJson('blob', record.blob);
  if (record.type === 'check') return framedJson('check', record.check);
  if (record.type === 'statement') return framedJson('statement', record.statement);
  return frame('chunk', record.bytes);
}

const framedJson = (type: keyof typeof recordTypes, value: unknown): Bytes => frame(type, utf8(JSON.stringify(value)));

function frame(type: keyof typeof recordTypes, content: Uint8Array): Bytes {
  if (content.length > MAX_RECORD_SIZE) throw new RangeError(`A record of ${content.length} bytes`);
  const head = new Uint8Array(RECORD_HEAD_SIZE);
  head[0] = recordTypes[type];
  new DataView(head.buffer).setUint32(1, content.length);
  return concatBytes(head, content);
}
