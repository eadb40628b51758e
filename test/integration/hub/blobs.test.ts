import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, uuid } from '#shared/lib/ids.ts';
import { CHUNK_DIGEST_HEADER } from '#shared/protocol/blobs.ts';
import { fromHex } from '#shared/protocol/bytes.ts';
import type { EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import {
  CHUNK_SIZE,
  MAX_SEALED_CHUNK_SIZE,
  openChunk,
  sealChunk,
  sealedFileDigest,
} from '#shared/protocol/seal-file.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { codeOf, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('attachments at the hub', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  let zubrovia: TestWorkstation;
  let sequence = 0;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
    zubrovia = await enrolNewBureau(hub, 'ZUB');
  });
  afterAll(() => hub.close());

  const put = (from: TestWorkstation, id: string, index: number, bytes: Uint8Array, digest = sha256(bytes)) =>
    from.ask({
      method: 'PUT',
      path: `/v1/blobs/${id}/chunks/${index}`,
      bytes,
      headers: { [CHUNK_DIGEST_HEADER]: digest },
    });
  const get = (as: TestWorkstation, id: string, index: number) => as.ask({ path: `/v1/blobs/${id}/chunks/${index}` });

  async function describeFile(blobId: string, chunks: readonly Uint8Array[]): Promise<EnvelopeAttachment> {
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const digest = await sealedFileDigest(chunks.map((chunk) => fromHex(sha256(chunk))));
    return { blobId: uuid.parse(blobId), size, chunks: chunks.length, digest };
  }

  const offerWith = async (attachment: EnvelopeAttachment, change: Partial<EnvelopeAttachment> = {}) => {
    const attachments = [{ ...attachment, ...change }];
    const parts = { sender: utopia, to: [ruritania.bureau], sequence: sequence + 1 };
    const envelope = await makeEnvelope({ ...parts, change: (unsigned) => ({ ...unsigned, attachments }) });
    const [verdict] = await utopia.offer(envelope);
    if (verdict && verdict.class !== 'retry-later') sequence += 1;
    return verdict;
  };

  it('are carried sealed, chunk by chunk, to the bureaus an envelope names them to, and to no other', async () => {
    const blobId = newId(testDeps);
    const key = systemRandom.bytes(32);
    const file = systemRandom.bytes(CHUNK_SIZE + 1000);
    const plain = [file.subarray(0, CHUNK_SIZE), file.subarray(CHUNK_SIZE)];
    const sealed = await Promise.all(
      plain.map((bytes, index) => sealChunk(key, { blobId, index, last: index === 1 }, bytes)),
    );
    for (const [index, bytes] of sealed.entries()) expect((await put(utopia, blobId, index, bytes)).status).toBe(204);
    expect(codeOf(await get(ruritania, blobId, 0))).toBe('not-found');

    const attachment = await describeFile(blobId, sealed);
    expect((await offerWith(attachment))?.code).toBe('accepted');
    for (const reader of [ruritania, await enrolWorkstation(hub, utopia.bureau)]) {
      const answer = await get(reader, blobId, 1);
      expect(answer.headers[CHUNK_DIGEST_HEADER]).toBe(sha256(sealed[1] ?? file));
      const opened = await openChunk(key, { blobId, index: 1, last: true }, answer.bytes);
      expect(Buffer.compare(opened, plain[1] ?? file)).toBe(0);
    }
    expect(codeOf(await get(zubrovia, blobId, 0))).toBe('not-found');
    expect(codeOf(await zubrovia.ask({ path: `/v1/blobs/${blobId}` }))).toBe('not-found');
  });

  it('go on where a cut upload stopped: the hub says which chunks it has, and holds the envelope until all are there', async () => {
    const blobId = newId(testDeps);
    const chunks = [1, 2, 3].map((fill) => new Uint8Array(100).fill(fill));
    const attachment = await describeFile(blobId, chunks);
    await put(utopia, blobId, 0, chunks[0] ?? new Uint8Array());
    await put(utopia, blobId, 2, chunks[2] ?? new Uint8Array());
    expect(await offerWith(attachment)).toMatchObject({
      class: 'retry-later',
      code: 'blob-incomplete',
      details: { blobId, here: 2, expected: 3 },
    });
    const { body } = await utopia.ask({ path: `/v1/blobs/${blobId}` });
    expect((body as { chunks: { index: number }[] }).chunks.map(({ index }) => index)).toEqual([0, 2]);
    await put(utopia, blobId, 1, chunks[1] ?? new Uint8Array());
    expect((await offerWith(attachment))?.code).toBe('accepted');
  });

  it('can be sent twice without effect, and never replaced', async () => {
    const blobId = newId(testDeps);
    const bytes = new Uint8Array(50).fill(7);
    expect((await put(utopia, blobId, 0, bytes)).status).toBe(204);
    expect((await put(utopia, blobId, 0, bytes)).status).toBe(204);
    expect(codeOf(await put(utopia, blobId, 0, new Uint8Array(50).fill(8)))).toBe('blob-differs');
    expect(Buffer.compare((await get(utopia, blobId, 0)).bytes, bytes)).toBe(0);
  });

  it('are refused when what arrived is not what was announced', async () => {
    const blobId = newId(testDeps);
    const bytes = new Uint8Array(60).fill(9);
    expect(codeOf(await put(utopia, blobId, 0, bytes, sha256(new Uint8Array(1))))).toBe('malformed');
    expect(codeOf(await put(utopia, blobId, 0, new Uint8Array(MAX_SEALED_CHUNK_SIZE + 1)))).toBe('too-large');
    await put(utopia, blobId, 0, bytes);
    const attachment = await describeFile(blobId, [bytes]);
    expect((await offerWith(attachment, { digest: 'f'.repeat(64) }))?.code).toBe('blob-differs');
    expect((await offerWith(attachment, { size: 61 }))?.code).toBe('blob-differs');
  });

  it('cannot be taken over by another bureau that has seen the identifier', async () => {
    const blobId = newId(testDeps);
    const bytes = new Uint8Array(70).fill(1);
    await put(utopia, blobId, 0, bytes);
    await offerWith(await describeFile(blobId, [bytes]));
    const other = new Uint8Array(70).fill(2);
    await put(zubrovia, blobId, 0, other);
    const attachments = [await describeFile(blobId, [other])];
    const parts = { sender: zubrovia, to: [ruritania.bureau], sequence: 1 };
    await zubrovia.offer(await makeEnvelope({ ...parts, change: (unsigned) => ({ ...unsigned, attachments }) }));
    expect(Buffer.compare((await get(ruritania, blobId, 0)).bytes, bytes)).toBe(0);
  });
});
