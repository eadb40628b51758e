import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import { BUNDLE_VERSION, BundleError, CHECKS_VERSION, SEALED_PIECE_SIZE } from '#shared/protocol/bundle/layout.ts';
import { openBundle } from '#shared/protocol/bundle/read-bundle.ts';
import { type BundleHead, bundleHead, type NewBundleRecord } from '#shared/protocol/bundle/records.ts';
import { writeBundle } from '#shared/protocol/bundle/write-bundle.ts';
import { concatBytes, sha256, toBase64Url, toHex } from '#shared/protocol/bytes.ts';
import { type CarriedCheck, sealCheck } from '#shared/protocol/carried-check.ts';
import { checkRequest } from '#shared/protocol/checks.ts';
import { sealedFileDigest } from '#shared/protocol/seal-file.ts';
import { newSigningKey, nodeVerifier, systemRandom } from '#test/helpers/crypto.ts';
import { newTestBureau, type TestBureau, testDeps } from '#test/helpers/envelopes.ts';
import { runs } from '#test/helpers/runs.ts';

/** Every so many bytes are tried, from one place or the next on: over several runs all of them, in the long run at once. */
const EVERY = runs(8, 1);
const FIRST = Math.floor(Math.random() * EVERY);

const signer = newSigningKey();
const verifier = nodeVerifier;
let bureau: TestBureau;
let other: TestBureau;
let small: Uint8Array;

const headOf = (more: Partial<BundleHead> = {}): BundleHead => {
  const workstation = newId(testDeps);
  return bundleHead.parse({
    kind: 'outward',
    bureau: 'UTO',
    workstation,
    name: 'UTO-7F3A',
    writer: workstation,
    number: 3,
    at: '2026-11-24T09:00:00.000Z',
    cursor: 17,
    epoch: null,
    wanted: [],
    ...more,
  });
};

async function* listed(records: readonly NewBundleRecord[]) {
  yield* records;
}

const recipient = ({ keyId, publicKey }: TestBureau) => ({ keyId, publicKey: toBase64Url(publicKey) });

async function write(
  records: readonly NewBundleRecord[],
  to: readonly TestBureau[] = [bureau],
  version?: number,
): Promise<Uint8Array> {
  const deps = { random: systemRandom, signer };
  const parts: Uint8Array[] = [];
  for await (const part of writeBundle(deps, to.map(recipient), headOf(), listed(records), version)) parts.push(part);
  return concatBytes(...parts);
}

/** The bytes in parts of a size no reader would choose. */
async function* inParts(bytes: Uint8Array, size = 1000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What is read of it, or the problem that it is refused for. */
async function read(bytes: Uint8Array, keys: readonly TestBureau[] = [bureau]): Promise<unknown[] | string> {
  const seen: unknown[] = [];
  try {
    await checkBundle({ verifier }, () => inParts(bytes), {
      keys,
      visit: (record) => void seen.push(record),
      writerKey: () => signer.publicKey,
    });
    return seen;
  } catch (error) {
    if (error instanceof BundleError) return error.problem;
    throw error;
  }
}

async function blobRecords(chunks: readonly Uint8Array[]): Promise<NewBundleRecord[]> {
  const digests = await Promise.all(chunks.map((chunk) => sha256(chunk)));
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const blob = { blobId: newId(testDeps), size, chunks: chunks.length, digest: await sealedFileDigest(digests) };
  return [
    { type: 'blob', blob } as NewBundleRecord,
    ...chunks.map((bytes) => ({ type: 'chunk', bytes }) as NewBundleRecord),
  ];
}

async function sealedCheck(): Promise<CarriedCheck> {
  const question = checkRequest.parse({
    checkId: newId(testDeps),
    purpose: 'search-wanted-person',
    database: 'sltd',
    query: { documentNumber: 'L898902C3' },
  });
  return sealCheck(
    { random: systemRandom, signer },
    { bureau: 'UTO', workstation: newId(testDeps) },
    other,
    4,
    question,
  );
}

const envelopes: NewBundleRecord[] = [
  { type: 'envelope', text: '{"id":"first"}' },
  { type: 'envelope', text: '{"id":"second","text":"Überführung"}' },
];

const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 0x01);

beforeAll(async () => {
  bureau = await newTestBureau('UTO');
  other = await newTestBureau('RUR');
  small = await write(envelopes);
});

describe('a bundle', () => {
  it('gives back its head and every record as they were written', async () => {
    const chunk = systemRandom.bytes(20_000);
    const bytes = await write([...(await blobRecords([chunk, chunk.subarray(0, 100)])), ...envelopes]);
    const records = await read(bytes);
    expect(records).toHaveLength(5);
    expect(records).toMatchObject([
      { type: 'blob' },
      { type: 'chunk', index: 0, sha256: toHex(await sha256(chunk)) },
      { type: 'chunk', index: 1 },
      ...envelopes,
    ]);
    const { head, close } = await openBundle(inParts(bytes), [bureau]);
    expect(head).toMatchObject({ kind: 'outward', number: 3, cursor: 17, name: 'UTO-7F3A' });
    await close();
  });

  it('is the one that was checked: another in its place is not read, though it is whole and for the same bureau', async () => {
    const visitor = { keys: [bureau], visit: () => undefined, writerKey: () => signer.publicKey };
    const checked = await checkBundle({ verifier }, () => inParts(small), visitor);
    const again = await openBundle(inParts(small), [bureau], checked);
    expect(again.head).toEqual(checked.head);
    await again.close();
    const swapped = await write(envelopes);
    await expect(openBundle(inParts(swapped), [bureau], checked)).rejects.toMatchObject({ problem: 'damaged' });
  });

  it('opens with every key it is sealed to, and says of others that it is not for them', async () => {
    const both = await write(envelopes, [bureau, other]);
    expect(await read(both, [other])).toEqual(await read(both, [bureau]));
    expect(await read(small, [other])).toBe('not-for-us');
  });

  it('is as long as its pieces, whatever it carries, and tells a finder none of it', async () => {
    const one = await write(envelopes.slice(0, 1));
    expect(one.length).toBe(small.length);
    const text = Buffer.from(small).toString('latin1');
    for (const secret of ['UTO', 'first', 'outward', '7F3A']) expect(text).not.toContain(secret);
  });

  it('is refused with the version of a later application', async () => {
    const later = small.with(9, BUNDLE_VERSION + 1);
    const newer = { problem: 'newer', version: BUNDLE_VERSION + 1 };
    await expect(openBundle(inParts(later), [bureau])).rejects.toMatchObject(newer);
  });

  it('says version 2 when checks are in it, and version 1 when every reader can take it', async () => {
    const check: NewBundleRecord = { type: 'check', check: await sealedCheck() };
    const bytes = await write([check, ...envelopes], [bureau], CHECKS_VERSION);
    expect([bytes[9], small[9]]).toEqual([2, 1]);
    expect(await read(bytes)).toEqual([check, ...envelopes]);
    await expect(write([check])).rejects.toThrow(RangeError);
    // A reader that goes by the version in the file meets no record it does not know; the seal holds the version.
    expect(await read(bytes.with(9, 1))).toBe('damaged');
  });

  it('is told from another kind of file', async () => {
    expect(await read(Buffer.from('%PDF-1.7 something else altogether'))).toBe('not-a-bundle');
    expect(await read(new Uint8Array())).toBe('not-a-bundle');
  });

  it('is never taken for whole when its copy is cut, at whatever byte', async () => {
    const long = await write([{ type: 'envelope', text: 'x'.repeat(20_000) }]);
    const outcomes = new Set<unknown>();
    for (let length = 1; length < long.length; length += length < 200 ? 1 : 97) {
      outcomes.add(await read(long.subarray(0, length)));
    }
    const header = long.length - 3 * SEALED_PIECE_SIZE;
    for (const pieces of [0, 1, 2]) {
      outcomes.add(await read(long.subarray(0, header + pieces * SEALED_PIECE_SIZE)));
    }
    expect([...outcomes]).toEqual(['incomplete']);
  });

  it('notices every truncation of a small one', async () => {
    // Nothing at all is no bundle.
    for (let length = FIRST || EVERY; length < small.length; length += EVERY)
      expect([length, await read(small.subarray(0, length))]).toEqual([length, 'incomplete']);
  }, 60_000);

  it('notices every single byte that is flipped', async () => {
    const whole = await read(small);
    expect(whole).toHaveLength(2);
    const unnoticed: number[] = [];
    for (let at = FIRST; at < small.length; at += EVERY) {
      if (typeof (await read(flipped(small, at))) !== 'string') unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  }, 120_000);

  it('notices pieces that are exchanged, left out, doubled, or taken from another bundle', async () => {
    const [a, b] = [
      await write([{ type: 'envelope', text: 'a'.repeat(20_000) }]),
      await write([{ type: 'envelope', text: 'b'.repeat(20_000) }]),
    ];
    const header = a.length - 3 * SEALED_PIECE_SIZE;
    const piece = (of: Uint8Array, at: number) =>
      of.subarray(header + at * SEALED_PIECE_SIZE, header + (at + 1) * SEALED_PIECE_SIZE);
    const begin = a.subarray(0, header);
    const splices: Record<string, Uint8Array> = {
      exchanged: concatBytes(begin, piece(a, 1), piece(a, 0), piece(a, 2)),
      leftOut: concatBytes(begin, piece(a, 0), piece(a, 2)),
      doubled: concatBytes(begin, piece(a, 0), piece(a, 1), piece(a, 1), piece(a, 2)),
      ofAnother: concatBytes(begin, piece(a, 0), piece(b, 1), piece(a, 2)),
      headerOfAnother: concatBytes(b.subarray(0, header), piece(a, 0), piece(a, 1), piece(a, 2)),
      appended: concatBytes(a, piece(b, 2)),
    };
    for (const [name, bytes] of Object.entries(splices)) expect([name, await read(bytes)]).toEqual([name, 'damaged']);
    expect(await read(concatBytes(a, Uint8Array.of(0)))).toBe('damaged');
  });

  it('is refused when somebody else signed its closing record', async () => {
    const stranger = newSigningKey();
    for (const writerKey of [() => stranger.publicKey, () => null]) {
      const visitor = { keys: [bureau], visit: () => undefined, writerKey };
      await expect(checkBundle({ verifier }, () => inParts(small), visitor)).rejects.toMatchObject({
        problem: 'damaged',
      });
    }
  });

  it('is refused when an attachment in it is not whole', async () => {
    const [blob, ...chunks] = await blobRecords([systemRandom.bytes(100), systemRandom.bytes(50)]);
    if (!blob) throw new Error('no blob');
    for (const broken of [
      [blob, ...chunks.slice(0, 1), ...envelopes],
      [blob, ...chunks.toReversed()],
      [blob, ...chunks, ...chunks.slice(0, 1)],
      [...chunks],
    ])
      expect(await read(await write(broken))).toBe('damaged');
  });

  it('needs no more memory for a large one', async () => {
    const chunk = systemRandom.bytes(1024 * 1024);
    async function* many(): AsyncGenerator<NewBundleRecord> {
      const chunks = 128;
      const digests = Array.from({ length: chunks }, () => chunk).map((bytes) => sha256(bytes));
      const digest = await sealedFileDigest(await Promise.all(digests));
      yield {
        type: 'blob',
        blob: { blobId: newId(testDeps), size: chunks * chunk.length, chunks, digest },
      } as NewBundleRecord;
      for (let index = 0; index < chunks; index += 1) yield { type: 'chunk', bytes: chunk };
    }
    const deps = { random: systemRandom, signer };
    const before = process.memoryUsage().arrayBuffers;
    let [count, most] = [0, 0];
    const bundle = writeBundle(deps, [recipient(bureau)], headOf(), many());
    const { records } = await openBundle(bundle, [bureau]);
    for await (const record of records) {
      if (record.type !== 'chunk') continue;
      count += 1;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      if (count % 4 === 0) globalThis.gc?.();
    }
    expect(count).toBe(128);
    // Held at once: a few records of 1 MiB, and what the collector has not taken yet.
    expect(most).toBeLessThan(64 * 1024 * 1024);
  }, 60_000);
});
