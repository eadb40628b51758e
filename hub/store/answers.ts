import type { Verdict } from '#shared/protocol/acceptance.ts';
import type { Queryable, Transaction } from './database.ts';

export interface StoredAnswer {
  readonly contentSha256: string;
  readonly verdict: Verdict;
}

/** The stored answer to an envelope of this bureau. */
export async function findAnswer(db: Queryable, bureau: string, envelopeId: string): Promise<StoredAnswer | undefined> {
  const rows = await db.query<StoredAnswer>(
    'select content_sha256 as "contentSha256", verdict from answers where bureau = $1 and envelope_id = $2',
    [bureau, envelopeId],
  );
  return rows[0];
}

export async function storeAnswer(
  tx: Transaction,
  answer: {
    bureau: string;
    envelopeId: string;
    workstation: string;
    sequence: number;
    contentSha256: string;
    verdict: Verdict;
    answeredAt: string;
  },
): Promise<void> {
  await tx.query(
    `insert into answers (bureau, envelope_id, workstation, sequence, content_sha256, verdict, answered_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      answer.bureau,
      answer.envelopeId,
      answer.workstation,
      answer.sequence,
      answer.contentSha256,
      JSON.stringify(answer.verdict),
      answer.answeredAt,
    ],
  );
}
