import type { Verdict } from '#shared/protocol/acceptance.ts';
import type { Transaction } from './database.ts';

export interface StoredAnswer {
  readonly contentSha256: string;
  readonly verdict: Verdict;
}

/** An envelope as its sender's bureau names it. */
export interface EnvelopeName {
  readonly bureau: string;
  readonly envelopeId: string;
}

export interface NewAnswer extends EnvelopeName, StoredAnswer {
  readonly workstation: string;
  readonly sequence: number;
  readonly answeredAt: string;
}

/** Of an envelope among those of all bureaus. */
export const answerKey = ({ bureau, envelopeId }: EnvelopeName): string => `${bureau} ${envelopeId}`;

export function storeAnswers(tx: Transaction, answers: readonly NewAnswer[]): void {
  tx.write(
    `insert into answers (bureau, envelope_id, workstation, sequence, content_sha256, verdict, answered_at)
     select bureau, id, workstation, sequence, content_sha256, verdict, answered_at
       from unnest($1::text[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::jsonb[], $7::timestamptz[])
            as given (bureau, id, workstation, sequence, content_sha256, verdict, answered_at)`,
    [
      answers.map(({ bureau }) => bureau),
      answers.map(({ envelopeId }) => envelopeId),
      answers.map(({ workstation }) => workstation),
      answers.map(({ sequence }) => sequence),
      answers.map(({ contentSha256 }) => contentSha256),
      answers.map(({ verdict }) => JSON.stringify(verdict)),
      answers.map(({ answeredAt }) => answeredAt),
    ],
  );
}
