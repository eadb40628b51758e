import type { Envelope } from '#shared/protocol/envelope.ts';
import type { StreamItem } from '#shared/protocol/stream.ts';
import type { Queryable, Transaction } from './database.ts';

export interface AcceptedEnvelope {
  readonly bureau: string;
  readonly workstation: string;
  readonly receivedAt: string;
  readonly document: Envelope;
}

/** Keeps an accepted envelope; its sender's bureau and its id name it. */
export async function insertEnvelope(tx: Transaction, accepted: AcceptedEnvelope): Promise<void> {
  const { bureau, workstation, receivedAt, document } = accepted;
  await tx.query('insert into envelopes (bureau, id, workstation, received_at, document) values ($1, $2, $3, $4, $5)', [
    bureau,
    document.id,
    workstation,
    receivedAt,
    JSON.stringify(document),
  ]);
}

/**
 * Gives the envelope the next number of each stream. The heads are locked in the order of the codes, so that two
 * envelopes to the same bureaus never wait for each other. Returns bureau → number.
 */
export async function appendToStreams(
  tx: Transaction,
  bureaus: readonly string[],
  sender: string,
  envelopeId: string,
): Promise<Map<string, number>> {
  const locked = await tx.query<{ bureau: string }>(
    'select bureau from stream_heads where bureau = any($1) order by bureau for update',
    [bureaus],
  );
  if (locked.length !== bureaus.length) throw new Error('A stream is missing');
  const rows = await tx.query<{ bureau: string; head: number }>(
    'update stream_heads set head = head + 1 where bureau = any($1) returning bureau, head',
    [bureaus],
  );
  await tx.query(
    `insert into streams (bureau, number, sender, envelope_id)
     select bureau, head, $2, $3 from stream_heads where bureau = any($1)`,
    [bureaus, sender, envelopeId],
  );
  return new Map(rows.map(({ bureau, head }) => [bureau, head]));
}

export async function streamHead(db: Queryable, bureau: string): Promise<number> {
  const sql = 'select head from stream_heads where bureau = $1';
  return (await db.query<{ head: number }>(sql, [bureau]))[0]?.head ?? 0;
}

/** The next items after a number, in order. */
export async function readStream(db: Queryable, bureau: string, after: number, limit: number): Promise<StreamItem[]> {
  return db.query<StreamItem>(
    `select s.number, e.received_at as "receivedAt", e.document as envelope
       from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
      where s.bureau = $1 and s.number > $2 order by s.number limit $3`,
    [bureau, after, limit],
  );
}
