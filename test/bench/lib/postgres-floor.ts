import pg from 'pg';
import { documentNumberKey } from '#shared/domain/document-matching.ts';
import { newId } from '#shared/lib/ids.ts';
import { testDeps } from '#test/helpers/envelopes.ts';
import { measureRate, type Rate } from './rate.ts';

/** What the same PostgreSQL does when nothing stands between: connections of a plain client, prepared statements. */
export interface Floor {
  readonly connections: number;
  /** Durable single-row inserts of an envelope's bytes, each a transaction. */
  readonly inserts: Rate;
  /** The select that finds a document's record by its key. */
  readonly selects: Rate;
}

const MOST = 3000;
/** One check's search, as a program without a hub would ask it. Parameters: database, keys, most records. */
const FIND_BY_KEYS = `
  select h.change, h.as_of as "asOf", r.document
    from reference_heads h
    left join (select record_id, count(*) as shared from reference_keys
                where database = $1 and key = any($2)
                group by record_id order by shared desc, record_id limit $3) found on true
    left join reference_records r on r.database = $1 and r.record_id = found.record_id
   where h.database = $1`;

export async function measureFloor(
  databaseUrl: string,
  connections: number,
  seconds: number,
  { envelope, documentNumber }: { envelope: string; documentNumber: () => string },
): Promise<Floor> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const client = (worker: number) => clients[worker] as pg.Client;
  await client(0).query('create table if not exists floor (id uuid primary key, document json not null)');
  const insert = { name: 'insert', text: 'insert into floor (id, document) values ($1, $2)' };
  const inserts = await measureRate(connections, seconds, async (worker) => {
    await client(worker).query({ ...insert, values: [newId(testDeps), envelope] });
    return 1;
  });
  const select = { name: 'select', text: FIND_BY_KEYS };
  const selects = await measureRate(connections, seconds, async (worker) => {
    await client(worker).query({ ...select, values: ['sltd', [documentNumberKey(documentNumber())], MOST] });
    return 1;
  });
  await client(0).query('drop table floor');
  await Promise.all(clients.map((one) => one.end()));
  return { connections, inserts, selects };
}
