import { describe, expect, it } from 'vitest';
import { openDatabase } from '#hub/store/database.ts';
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

describe('a table that grows', () => {
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
