import { parseReferenceRecord, rankCandidates, searchKeys } from '#shared/domain/candidates.ts';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { Purpose } from '#shared/domain/purpose.ts';
import {
  type CheckRequest,
  type CheckResponse,
  type CopyPage,
  copyPage,
  MAX_CANDIDATES,
  type RecordResponse,
} from '#shared/protocol/checks.ts';
import { type AuditEntry, appendAuditEntries, lockAuditHeads } from '../store/audit.ts';
import { checkKey, findChecks, type NewCheck, type StoredCheck, storeChecks } from '../store/checks.ts';
import { contentHash } from '../store/content-hash.ts';
import { isUnavailable, type Transaction } from '../store/database.ts';
import {
  databaseState,
  type FoundRecords,
  findTogether,
  readChanges,
  readReferenceRecord,
} from '../store/reference-records.ts';
import { growUsage, readUsage } from '../store/usage.ts';
import { type Caller, workstationsOf } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { gather } from './gather.ts';
import { HubError } from './hub-error.ts';
import { minuteOf, rateObjection } from './usage-limits.ts';
import type { AskedCheck, Checking } from './working-parts.ts';

/** Records compared in one check: those that share most keys with the search. */
const MAX_COMPARED = 3000;

/** One lane: what a group costs falls on as many checks as come. */
const LIMITS = { group: 100, waiting: 5000, lanes: 1 } as const;

function answerFrom(request: CheckRequest, held: FoundRecords | null): CheckResponse | HubError {
  if (!held) return new HubError('database-unavailable', { database: request.database });
  const found = rankCandidates(
    request,
    held.documents.map((document) => parseReferenceRecord(request.database, document)),
  );
  return {
    checkId: request.checkId,
    database: request.database,
    outcome: found.length > 0 ? 'NO_ERROR' : 'NO_ANSWER',
    candidates: found.slice(0, MAX_CANDIDATES),
    truncated: found.length > MAX_CANDIDATES,
    state: held.state,
  };
}

const keyOf = ({ caller, request }: AskedCheck): string => checkKey({ bureau: caller.bureau, id: request.checkId });

function auditOfCheck({ caller, request }: AskedCheck, { outcome, candidates }: CheckResponse, at: string): AuditEntry {
  const { bureau, workstation, carrier } = caller;
  const { database, purpose, checkId } = request;
  const asked = { database, purpose, outcome, candidates: candidates.length };
  const details = { ...asked, ...(carrier !== undefined && { carrier }) };
  return { bureau, at, event: 'check', workstation, subject: checkId, details };
}

/**
 * Searches, and keeps and audits each answer; the same check again gets the answer it got. Who may not ask any more gets none. What the
 * bureau has stored keeps it from no check: somebody may stand at a border and wait.
 */
async function checkTogether(
  tx: Transaction,
  deps: Pick<HubDeps, 'clock' | 'settings'>,
  group: readonly AskedCheck[],
): Promise<(StoredCheck | HubError)[]> {
  const answeredAt = nowOf(deps);
  const minute = minuteOf(Date.parse(answeredAt));
  const bureaus = [...new Set(group.map(({ caller }) => caller.bureau))];
  const [{ known, active }, found, heads, usage] = await Promise.all([
    findChecks(
      tx,
      group.map(({ caller, request }) => ({ bureau: caller.bureau, id: request.checkId })),
      workstationsOf(group),
    ),
    findTogether(
      tx,
      group.map(({ request }) => ({ database: request.database, keys: searchKeys(request) })),
      MAX_COMPARED,
    ),
    lockAuditHeads(tx, bureaus),
    readUsage(tx, bureaus),
  ]);
  const fresh: { readonly check: NewCheck; readonly entry: AuditEntry }[] = [];
  const answers = group.map((asked, index): StoredCheck | HubError => {
    // It is told why: before anything else, the caller is asked about (`confirm`).
    if (!active.has(asked.caller.workstation)) return new HubError('busy');
    const stored = known.get(keyOf(asked));
    if (stored) return stored;
    const { bureau, workstation } = asked.caller;
    const taken = fresh.filter(({ check }) => check.bureau === bureau).length;
    const limit = rateObjection(deps.settings, usage.get(bureau), minute, taken);
    if (limit) return new HubError(limit.code, limit.details);
    const response = answerFrom(asked.request, found[index] ?? null);
    if (response instanceof HubError) return response;
    const kept = { contentSha256: asked.contentSha256, response, answeredAt };
    known.set(keyOf(asked), kept);
    fresh.push({
      check: { bureau, workstation, ...kept },
      entry: auditOfCheck(asked, response, answeredAt),
    });
    return kept;
  });
  if (fresh.length === 0) return answers;
  storeChecks(
    tx,
    fresh.map(({ check }) => check),
  );
  appendAuditEntries(
    tx,
    fresh.map(({ entry }) => entry),
    heads,
  );
  const growth = bureaus.flatMap((bureau) => {
    const envelopes = fresh.filter(({ check }) => check.bureau === bureau).length;
    return envelopes > 0 ? [{ bureau, envelopes, storedBytes: 0 }] : [];
  });
  growUsage(tx, growth, minute);
  return answers;
}

export function openChecking(deps: Pick<HubDeps, 'database' | 'clock' | 'settings'>): Checking {
  return gather(
    { ...LIMITS, patience: deps.settings.groupsWaitFor },
    ({ caller }) => caller.bureau,
    (group: readonly AskedCheck[]) => deps.database.transaction((tx) => checkTogether(tx, deps, group)),
    isUnavailable,
  );
}

/** First step: candidates. The same check again gets the answer it got. Throws HubError. */
export async function answerCheck(deps: HubDeps, caller: Caller, request: CheckRequest): Promise<CheckResponse> {
  return (await carryOutCheck(deps, caller, request)).response;
}

/** The same, with the time it was carried out. */
export async function carryOutCheck(deps: HubDeps, caller: Caller, request: CheckRequest): Promise<StoredCheck> {
  const contentSha256 = hashOfQuestion(request);
  const answer = await deps.checking({ caller, request, contentSha256 });
  if (answer instanceof HubError) throw answer;
  if (answer.contentSha256 !== contentSha256) throw new HubError('id-reused');
  const { database, outcome } = answer.response;
  deps.metrics.checks.inc({ database, outcome });
  return answer;
}

function hashOfQuestion(request: CheckRequest): string {
  try {
    return contentHash(request);
  } catch {
    // Half of a character has no canonical text.
    throw new HubError('malformed');
  }
}

export interface RecordAsked {
  readonly database: DatabaseKind;
  readonly recordId: string;
  readonly purpose: Purpose;
  readonly checkId?: string | undefined;
}

/** Second step: the record. Each look is audited, and counts as a check does. Throws HubError when there is no such record. */
export async function readRecord(deps: HubDeps, caller: Caller, asked: RecordAsked): Promise<RecordResponse> {
  const { database, recordId, purpose, checkId } = asked;
  const { bureau, workstation } = caller;
  const at = nowOf(deps);
  const document = await readReferenceRecord(deps.database, database, recordId);
  const details = { database, purpose, outcome: document ? 'shown' : 'not-found', ...(checkId && { checkId }) };
  const entry = { bureau, at, event: 'record', workstation, subject: recordId, details };
  await deps.database.transaction((tx) => noteLook(tx, deps, entry));
  if (document === undefined) throw new HubError('not-found');
  return { ...parseReferenceRecord(database, document), state: await databaseState(deps.database, database) };
}

/** Throws HubError where the bureau is over its limit of a minute. */
async function noteLook(tx: Transaction, { settings }: Pick<HubDeps, 'settings'>, entry: AuditEntry): Promise<void> {
  const { bureau, at } = entry;
  const minute = minuteOf(Date.parse(at));
  const [heads, usage] = await Promise.all([lockAuditHeads(tx, [bureau]), readUsage(tx, [bureau])]);
  const limit = rateObjection(settings, usage.get(bureau), minute);
  if (limit) throw new HubError(limit.code, limit.details);
  appendAuditEntries(tx, [entry], heads);
  growUsage(tx, [{ bureau, envelopes: 1, storedBytes: 0 }], minute);
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
