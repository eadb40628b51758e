import { z } from 'zod';
import { checkOutcome } from '#shared/domain/check-outcome.ts';
import { purpose } from '#shared/domain/purpose.ts';
import { candidate } from '#shared/domain/reference-search.ts';
import { checkDetail, checkQuestion } from '#shared/ipc/checks.ts';
import { type CheckId, caseId, checkId } from '#shared/lib/ids.ts';
import { markAsked } from '../checks/apply-online-answer.ts';
import { queueQuestion } from '../checks/queue-question.ts';
import type { ReadDb } from '../store/database.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import { checkById, insertCheck, setOnlineAnswer } from '../store/tables/checks.ts';
import { readIdentity } from '../store/tables/identity.ts';
import { outboxItemById } from '../store/tables/outbox.ts';
import type { RecordKind } from './record-kind.ts';

/** The word of the database itself, times in ms since 1970. */
export const onlineWord = z.object({
  onlineOutcome: checkOutcome,
  onlineCandidates: z.array(candidate),
  onlineAsOf: z.int().nullable(),
  onlineAnsweredAt: z.int().nullable(),
  onlineProblem: z.string().max(200).nullable(),
});

const checkValues = checkDetail.pick({ subjectKind: true, subjectId: true }).extend({
  caseId,
  purpose,
  title: z.string().max(1000),
  /** Which workstation asks; forerunners of this build do not say it. */
  workstation: z.string().max(36).nullable().default(null),
  localOutcome: checkOutcome,
  localCandidates: z.array(candidate),
  copyAsOf: z.int().nullable(),
  ...onlineWord.shape,
});

/** What was asked of a database for a case, and what the copy on its workstation said. */
export const sharedCheck: RecordKind = {
  known: ['database', 'query', ...Object.keys(checkValues.shape)],
  needs(db, id) {
    const inCase = checkById(db, id)?.caseId ?? null;
    return inCase === null ? [] : [{ kind: 'case', id: inCase }];
  },
  whole(db, id) {
    const check = checkById(db, id);
    if (!check || check.caseId === null) return null;
    const { id: _id, caseReference: _reference, by, at, ...values } = check;
    return { values, author: by, at };
  },
  insert({ tx, now }, { id, values, author, at }) {
    const question = checkQuestion.safeParse(values);
    const read = checkValues.safeParse(values);
    if (!question.success || !read.success) return 'not-understood';
    if (!caseById(tx, read.data.caseId)) return { needs: read.data.caseId };
    insertCheck(tx, { ...read.data, ...question.data, id: id as CheckId, at, by: author });
    touchCase(tx, read.data.caseId, now);
    if (isOwnQuestion(tx, id, read.data)) queueQuestion({ tx, now }, id as CheckId);
    return 'written';
  },
};

/** An open question of this workstation comes back where its store was put back to an older copy: nobody else asks it. */
const isOwnQuestion = (
  db: ReadDb,
  id: string,
  { workstation, onlineOutcome, onlineAnsweredAt }: z.infer<typeof checkValues>,
): boolean =>
  workstation === readIdentity(db)?.workstationId &&
  onlineAnsweredAt === null &&
  (onlineOutcome === 'pending' || onlineOutcome === 'timeout') &&
  outboxItemById(db, id) === null;

const answerValues = onlineWord.extend({ checkId });

/** What the database itself said, or why it was not asked; an answer that is here stands. */
export const sharedCheckAnswer: RecordKind = {
  known: Object.keys(answerValues.shape),
  needs: () => [],
  whole: () => null,
  insert({ tx, now }, { values }) {
    const read = answerValues.safeParse(values);
    if (!read.success) return 'not-understood';
    const { checkId: id, ...word } = read.data;
    const check = checkById(tx, id);
    if (!check) return { needs: id };
    if (check.onlineAnsweredAt === null) setOnlineAnswer(tx, id, word);
    if (word.onlineAnsweredAt !== null) markAsked({ tx, now }, id);
    return 'written';
  },
};
