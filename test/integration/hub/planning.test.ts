import { describe, expect, it } from 'vitest';
import { tidyHub } from '#hub/services/retention.ts';
import { type Database, openDatabase } from '#hub/store/database.ts';
import { newId } from '#shared/lib/ids.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';

const ROUNDS = 8;
const GROWING = ['answers', 'checks', 'envelopes', 'reference_keys', 'reference_records', 'streams'];

async function useIt(station: TestWorkstation): Promise<void> {
  for (let sequence = 1; sequence <= ROUNDS; sequence++) {
    const envelope = await makeEnvelope({ sender: station, to: [station.bureau], sequence });
    await station.offer(envelope);
    await station.offer(envelope);
    await station.pull(sequence - 1);
    const query = { documentNumber: `L${sequence}898902` };
    const json = { checkId: newId(testDeps), database: 'sltd', purpose: 'search-wanted-person', query };
    await station.ask({ path: '/v1/checks', json });
    await station.ask({ path: '/v1/checks', json });
  }
}

/** Tables that were not read by key alone. Each backend tells its counts at the latest when it ends: before, none was read at all. */
async function notReadByKey(databaseUrl: string): Promise<string[]> {
  const database = openDatabase(databaseUrl, () => undefined, 1);
  const sql = `select relname as name from pg_stat_user_tables
                where relname = any($1) and (seq_tup_read > 0 or idx_scan = 0) order by relname`;
  const rows = await database.query<{ name: string }>(sql, [GROWING]);
  await database.close();
  return rows.map(({ name }) => name);
}

const YOUNG = 5000;

/** A stream of old, read envelopes, and of many that are young: they stand in their sender's and in another bureau's stream. */
async function fillStreams(database: Database): Promise<void> {
  const envelopes = `
    insert into envelopes (bureau, id, workstation, received_at, document)
    select 'UTO', gen_random_uuid(), gen_random_uuid(), now() - make_interval(days => $1::int), '{}' from generate_series(1, $2::int)`;
  await database.query(envelopes, [500, 3]);
  await database.query(envelopes, [1, YOUNG]);
  for (const bureau of ['UTO', 'RUR']) {
    await database.query(
      `insert into streams (bureau, number, sender, envelope_id)
       select $1, row_number() over (order by received_at), bureau, id from envelopes`,
      [bureau],
    );
    await database.query('update stream_heads set head = $2 where bureau = $1', [bureau, YOUNG + 3]);
    await database.query('update workstations set stream_read = $2 where bureau = $1', [bureau, YOUNG + 3]);
  }
}

/** Old files that every addressed bureau has fetched, and many that are young, of this bureau and of the other one. */
async function fillBlobs(database: Database): Promise<void> {
  const chunks = `
    insert into blob_chunks (bureau, blob_id, index, size, sha256, uploaded_at, bytes)
    select $1, gen_random_uuid(), 0, 1, '', now() - make_interval(days => $2::int), '' from generate_series(1, $3::int)`;
  await database.query(chunks, ['UTO', 200, 3]);
  for (const bureau of ['UTO', 'RUR']) await database.query(chunks, [bureau, 1, YOUNG]);
  await database.query(
    `insert into blob_readers (bureau, blob_id, owner, fetched_at)
     select case bureau when 'UTO' then 'RUR' else 'UTO' end, blob_id, bureau, uploaded_at from blob_chunks`,
    [],
  );
}

interface Touched {
  /** Rows that were looked at, by whatever way, since the counts began. */
  readonly read: number;
  readonly removed: number;
}

async function touched(databaseUrl: string, table: string): Promise<Touched> {
  const database = openDatabase(databaseUrl, () => undefined, 1);
  const sql = `select seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = $1) as read,
                      n_tup_del as removed
                 from pg_stat_user_tables where relname = $1`;
  const [found] = await database.query<Record<keyof Touched, string>>(sql, [table]);
  await database.close();
  return { read: Number(found?.read), removed: Number(found?.removed) };
}

describe('a table that grows', () => {
  it('is not read through by whoever lets go of what is old: of what is young as good as nothing is looked at', async () => {
    const databaseUrl = await newTestDatabase();
    const hub = await startTestHub({ databaseUrl });
    for (const code of ['UTO', 'RUR']) await enrolNewBureau(hub, code);
    await fillStreams(hub.database);
    await fillBlobs(hub.database);
    await hub.close();
    const counts = openDatabase(databaseUrl, () => undefined, 1);
    await counts.query('analyze');
    await counts.query('select pg_stat_reset()');
    const deps = { database: openDatabase(databaseUrl, () => undefined, 1), clock: { now: () => Date.now() } };
    expect(await tidyHub(deps, { days: 400, blobDays: 90 })).toMatchObject({
      streamItems: 6,
      envelopes: 3,
      chunks: 3,
    });
    await deps.database.close();
    await counts.close();
    // The one connection that did it tells its counts when it ends, all of them together.
    await expect.poll(async () => (await touched(databaseUrl, 'blob_chunks')).removed).toBe(3);
    for (const table of ['streams', 'envelopes', 'blob_chunks', 'blob_readers'])
      expect((await touched(databaseUrl, table)).read, table).toBeLessThan(100);
  });

  it('is never read from end to end for a request, however small it was when the hub first asked', async () => {
    const databaseUrl = await newTestDatabase();
    const hub = await startTestHub({ databaseUrl });
    const document = { recordId: 'D-1', documentNumber: 'L1898902', issuingCountry: 'UTO', type: 'passport' };
    await hub.admin.importRecords('sltd', [{ ...document, fraudType: 'stolen' }]);
    await useIt(await enrolNewBureau(hub, 'UTO'));
    await hub.close();
    await expect.poll(() => notReadByKey(databaseUrl)).toEqual([]);
  });
});
