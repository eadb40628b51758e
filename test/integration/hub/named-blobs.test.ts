import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptEnvelopes } from '#hub/services/acceptance.ts';
import { assembleHub, openHubDatabase } from '#hub/start-hub.ts';
import type { Database, Transaction } from '#hub/store/database.ts';
import { newId, uuid } from '#shared/lib/ids.ts';
import type { EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

const WAITING =
  'select 1 from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())';
const DAY = 24 * 60 * 60 * 1000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

describe('the blobs that envelopes name', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  let sender: TestWorkstation;
  let now = Date.now();

  beforeAll(async () => {
    hub = await startTestHub({ clock: { now: () => now } });
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
  });
  beforeEach(async () => {
    sender = await enrolWorkstation(hub, utopia.bureau);
  });
  afterAll(() => hub.close());

  const put = (blobId: string, index: number, bytes: Uint8Array) =>
    sender.ask({
      method: 'PUT',
      path: `/v1/blobs/${blobId}/chunks/${index}`,
      bytes,
      headers: { 'ncb-sha256': sha256(bytes).toString('hex') },
    });

  async function upload(chunks: number): Promise<EnvelopeAttachment> {
    const blobId = uuid.parse(newId(testDeps));
    const parts = Array.from({ length: chunks }, (_, index) => Uint8Array.of(index % 256, 1));
    for (const [index, bytes] of parts.entries()) await put(blobId, index, bytes);
    const digest = sha256(Buffer.concat(parts.map(sha256))).toString('hex');
    return { blobId, size: 2 * chunks, chunks, digest };
  }
  const naming = (sequence: number, attachments: EnvelopeAttachment[]) =>
    makeEnvelope({
      sender,
      to: [ruritania.bureau],
      sequence,
      change: (unsigned) => ({ ...unsigned, attachments }),
    });

  it('are asked about at once, however many there are: meanwhile nobody else can write to the same bureaus', async () => {
    const base = await openHubDatabase({ databaseUrl: hub.databaseUrl });
    let statements = 0;
    const counted: Database = {
      ...base.database,
      transaction: (work) =>
        base.database.transaction((tx) => {
          const query: Transaction['query'] = (sql, values) => {
            statements += 1;
            return tx.query(sql, values);
          };
          return work({ query, write: tx.write } as Transaction);
        }),
    };
    const deps = assembleHub(
      { ...base, database: counted },
      { subscribe: () => () => undefined, close: async () => undefined },
    );
    const caller = {
      bureau: 'UTO',
      workstation: sender.workstation,
      signingKey:
        (
          await hub.database.query<{ key: string }>('select signing_key as key from workstations where id = $1', [
            sender.workstation,
          ])
        )[0]?.key ?? '',
    };
    const [one, other] = [await upload(3), await upload(2)];
    const few = [await naming(1, [one])];
    const many = await Promise.all(
      [2, 3, 4].map((sequence) =>
        naming(
          sequence,
          Array.from({ length: 64 }, (_, index) => (index % 2 ? one : other)),
        ),
      ),
    );
    const counts: number[] = [];
    for (const envelopes of [few, many]) {
      statements = 0;
      const { verdicts } = await acceptEnvelopes(deps, caller, envelopes);
      expect(verdicts.map(({ code }) => code)).toEqual(envelopes.map(() => 'accepted'));
      counts.push(statements);
    }
    expect(counts[1]).toBe(counts[0]);
    await base.database.close();
  });

  it('are what was announced, no chunk less and no chunk more', async () => {
    const [whole, more] = [await upload(2), await upload(2)];
    await put(more.blobId, 2, Uint8Array.of(9));
    const [less] = await sender.offer(await naming(1, [{ ...whole, chunks: 3 }]));
    expect(less).toMatchObject({ code: 'blob-incomplete', details: { here: 2, expected: 3 } });
    const [tooMany] = await sender.offer(await naming(1, [more]));
    expect(tooMany).toMatchObject({ code: 'blob-differs', details: { blobId: more.blobId } });
    expect((await sender.offer(await naming(2, [whole])))[0]?.code).toBe('accepted');
  });

  it('are kept when an envelope names an old one at the moment the hub lets go of what nobody named', async () => {
    const attachment = await upload(1);
    now += 91 * DAY;
    const other = new pg.Client({ connectionString: hub.databaseUrl });
    await other.connect();
    // The acceptance has looked at the blob, and cannot yet write down that it is named.
    await other.query('begin; lock table blob_readers in share mode');
    const offered = sender.offer(await naming(1, [attachment]));
    await expect.poll(async () => (await other.query(WAITING)).rowCount).toBeGreaterThan(0);
    const tidied = hub.admin.tidy({ days: 400, blobDays: 90 });
    await Promise.race([tidied, new Promise((done) => setTimeout(done, 1000))]);
    await other.query('commit');
    expect((await offered)[0]?.code).toBe('accepted');
    await tidied;
    expect((await ruritania.ask({ path: `/v1/blobs/${attachment.blobId}/chunks/0` })).status).toBe(200);
    await other.end();
  });
});
