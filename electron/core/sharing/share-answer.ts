import { toInstant } from '#shared/protocol/instant.ts';
import type { NewRecordEntry } from '#shared/protocol/record-changes-body.ts';
import { checkById } from '../store/tables/checks.ts';
import { allEventsOfCase } from '../store/tables/events.ts';
import type { Identity } from '../store/tables/identity.ts';
import { isShared } from '../store/tables/shared-records.ts';
import type { Recording } from '../timeline.ts';
import { queueEntries } from './queue-entries.ts';
import { onlineWord } from './shared-checks.ts';
import { additionEntry } from './whole-entries.ts';

/** Queues what has become of a check's question for the workstations that have the check, in the caller's transaction. */
export function shareAnswer(rec: Recording, { bureau }: Pick<Identity, 'bureau'>, id: string): void {
  const check = checkById(rec.tx, id);
  const entries = answerEntries(rec, id);
  if (!check || entries.length === 0) return;
  const { by, caseId, title } = check;
  queueEntries(rec, { bureau, by, refId: id, title, caseId }, entries);
}

/**
 * None of a check in a case that nobody else has. The case may have gone before its check, as to the first colleague who joins: its timeline
 * went with it, and the check brings its answer itself, but not what is told of it.
 */
export function answerEntries(rec: Recording, id: string): NewRecordEntry[] {
  const check = checkById(rec.tx, id);
  if (!check || check.caseId === null) return [];
  const { by, caseId } = check;
  const told = allEventsOfCase(rec.tx, caseId).filter((one) => one.kind === 'check-answered' && one.subjectId === id);
  const events = told.flatMap((one) => additionEntry(rec.tx, 'event', one.id));
  if (!isShared(rec.tx, id)) return isShared(rec.tx, caseId) ? events : [];
  const entry: NewRecordEntry = {
    entry: 'record',
    kind: 'check-answer',
    id: rec.newId() as NewRecordEntry['id'],
    values: { checkId: id, ...onlineWord.parse(check) },
    author: by,
    at: toInstant(rec.now),
  };
  return [entry, ...events];
}
