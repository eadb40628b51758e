import { parseReferenceRecord, rankCandidates, searchKeys } from '#shared/domain/candidates.ts';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { Purpose } from '#shared/domain/purpose.ts';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import {
  type CheckRequest,
  type CheckResponse,
  type CopyPage,
  copyPage,
  MAX_CANDIDATES,
  type RecordResponse,
} from '#shared/protocol/checks.ts';
import { appendAudit } from '../store/audit.ts';
import { findCheck, type StoredCheck, storeCheck } from '../store/checks.ts';
import type { Database } from '../store/database.ts';
import { databaseState, findByKeys, readChanges, readReferenceRecord } from '../store/reference-records.ts';
import type { Caller } from './authentication.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';

/** Records compared in one check: those that share most keys with the search. */
const MAX_COMPARED = 3000;

async function search(database: Database, request: CheckRequest): Promise<CheckResponse> {
  const state = await databaseState(database, request.database);
  if (state.change === 0) throw new HubError('database-unavailable', { database: request.database });
  const documents = await findByKeys(database, request.database, searchKeys(request), MAX_COMPARED);
  const found = rankCandidates(
    request,
    documents.map((document) => parseReferenceRecord(request.database, document)),
  );
  return {
    checkId: request.checkId,
    database: request.database,
    outcome: found.length > 0 ? 'NO_ERROR' : 'NO_ANSWER',
    candidates: found.slice(0, MAX_CANDIDATES),
    truncated: found.length > MAX_CANDIDATES,
    state,
  };
}

function sameAnswer(stored: StoredCheck, contentSha256: string): CheckResponse {
  if (stored.contentSha256 !== contentSha256) throw new HubError('id-reused');
  return stored.response;
}

/** Keeps and audits the answer; whoever asked the same at the same moment gets the one that was kept. */
async function keepAnswer(deps: HubDeps, caller: Caller, request: CheckRequest, contentSha256: string) {
  const response = await search(deps.database, request);
  const { bureau, workstation } = caller;
  const answeredAt = nowOf(deps);
  const { database, purpose, checkId } = request;
  const { outcome, candidates } = response;
  return deps.database.transaction(async (tx) => {
    const kept = await storeCheck(tx, { bureau, workstation, contentSha256, response, answeredAt });
    const other = kept ? undefined : await findCheck(tx, bureau, checkId);
    if (other) return sameAnswer(other, contentSha256);
    const details = { database, purpose, outcome, candidates: candidates.length };
    await appendAudit(tx, { bureau, at: answeredAt, event: 'check', workstation, subject: checkId, details });
    return response;
  });
}

/** First step: candidates. The same check again gets the answer it got. Throws HubError. */
export async function answerCheck(deps: HubDeps, caller: Caller, request: CheckRequest): Promise<CheckResponse> {
  const contentSha256 = await canonicalHash(request);
  const stored = await findCheck(deps.database, caller.bureau, request.checkId);
  if (stored) return sameAnswer(stored, contentSha256);
  const response = await keepAnswer(deps, caller, request, contentSha256);
  deps.metrics.checks.inc({ database: response.database, outcome: response.outcome });
  return response;
}

export interface RecordAsked {
  readonly database: DatabaseKind;
  readonly recordId: string;
  readonly purpose: Purpose;
  readonly checkId?: string | undefined;
}

/** Second step: the record. Each look is audited. Throws HubError when there is no such record. */
export async function readRecord(deps: HubDeps, caller: Caller, asked: RecordAsked): Promise<RecordResponse> {
  const { database, recordId, purpose, checkId } = asked;
  const document = await readReferenceRecord(deps.database, database, recordId);
  const details = { database, purpose, outcome: document ? 'shown' : 'not-found', ...(checkId && { checkId }) };
  await deps.database.transaction((tx) =>
    appendAudit(tx, {
      bureau: caller.bureau,
      at: nowOf(deps),
      event: 'record',
      workstation: caller.workstation,
      subject: recordId,
      details,
    }),
  );
  if (document === undefined) throw new HubError('not-found');
  return { ...parseReferenceRecord(database, document), state: await databaseState(deps.database, database) };
}

/** The next changes for a workstation's own copy. */
export async function readCopy(
  { database: db }: HubDeps,
  database: DatabaseKind,
  after: number,
  limit: number,
): Promise<CopyPage> {
  const state = await databaseState(db, database);
  const rows = await readChanges(db, database, after, limit);
  const changes = rows.map(({ document, ...change }) => ({ ...change, record: document }));
  return copyPage.parse({ database, changes, state });
}
