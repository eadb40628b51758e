import type { StreamItem } from '#shared/protocol/stream.ts';
import type { Queryable, Transaction } from './database.ts';

export interface AcceptedEnvelope {
  readonly bureau: string;
  readonly workstation: string;
  readonly receivedAt: string;
  readonly id: string;
  /** The envelope as JSON. */
  readonly text: string;
}

/** Keeps accepted envelopes; its sender's bureau and its id name each. */
export function insertEnvelopes(tx: Transaction, accepted: readonly AcceptedEnvelope[]): void {
  tx.write(
    `insert into envelopes (bureau, id, workstation, received_at, document)
     select bureau, id, workstation, received_at, document
       from unnest($1::text[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::json[])
            as given (bureau, id, workstation, received_at, document)`,
    [
      accepted.map(({ bureau }) => bureau),
      accepted.map(({ id }) => id),
      accepted.map(({ workstation }) => workstation),
      accepted.map(({ receivedAt }) => receivedAt),
      accepted.map(({ text }) => text),
    ],
  );
}

export interface NewStreamItem {
  readonly bureau: string;
  readonly number: number;
  readonly sender: string;
  readonly envelopeId: string;
}

/** Writes the items and moves the heads to `heads`, which the transaction holds. */
export function appendToStreams(
  tx: Transaction,
  items: readonly NewStreamItem[],
  heads: ReadonlyMap<string, number>,
): void {
  tx.write(
    `insert into streams (bureau, number, sender, envelope_id)
     select bureau, number, sender, envelope_id
       from unnest($1::text[], $2::bigint[], $3::text[], $4::uuid[]) as given (bureau, number, sender, envelope_id)`,
    [
      items.map(({ bureau }) => bureau),
      items.map(({ number }) => number),
      items.map(({ sender }) => sender),
      items.map(({ envelopeId }) => envelopeId),
    ],
  );
  tx.write(
    `update stream_heads s set head = given.head from unnest($1::text[], $2::bigint[]) as given (bureau, head)
      where s.bureau = given.bureau`,
    [[...heads.keys()], [...heads.values()]],
  );
}

export async function streamHead(db: Queryable, bureau: string): Promise<number> {
  const sql = 'select head from stream_heads where bureau = $1';
  return (await db.query<{ head: number }>(sql, [bureau]))[0]?.head ?? 0;
}

export interface StreamEndRow {
  readonly bureau: string;
  readonly epoch: string;
  readonly head: number;
}

/** The last numbers of the streams of these bureaus, with the hub's epoch; none before it has one. */
export async function streamEnds(db: Queryable, bureaus: readonly string[]): Promise<StreamEndRow[]> {
  return db.query<StreamEndRow>(
    `select given.bureau, e.id as epoch, coalesce(h.head, 0) as head
       from unnest($1::text[]) as given (bureau)
            cross join (select id from epochs order by number desc limit 1) e
            left join stream_heads h on h.bureau = given.bureau`,
    [bureaus],
  );
}

/** Bytes of envelopes after which a page ends: two thousand workstations may ask for one at the same moment. */
export const PAGE_BYTES = 2 * 1024 * 1024;

/** The next items after a number, in order: as many as asked for, or fewer where they are large. */
export async function readStream(db: Queryable, bureau: string, after: number, limit: number): Promise<StreamItem[]> {
  return db.query<StreamItem>(
    `select number, received_at as "receivedAt", document as envelope
       from (select number, received_at, document, sum(size) over (order by number) - size as before
               from (select s.number, e.received_at, e.document, octet_length(e.document::text) as size
                       from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
                      where s.bureau = $1 and s.number > $2 order by s.number limit $3) page) sized
      where before < $4 order by number`,
    [bureau, after, limit, PAGE_BYTES],
  );
}
