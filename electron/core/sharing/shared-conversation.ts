import { caseId } from '#shared/lib/ids.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { tellCaseOfAll } from '../messages/tell-case.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import { caseOfConversation, casesOfConversation, messagesOfConversation } from '../store/tables/messages.ts';
import type { EditableRecordKind } from './record-kind.ts';

/** The place of a conversation in a case. Its messages come to every workstation of the bureau by themselves. */
export const sharedConversation: EditableRecordKind = {
  known: ['caseId'],
  needs: () => [],
  whole: () => null,
  insert: () => 'not-understood',
  /** None where not all of it stands in one: as forerunners of this build left it where an answer was sent from another case. */
  field(db, id) {
    const [inCase, ...others] = casesOfConversation(db, id);
    return others.length === 0 ? (inCase ?? null) : null;
  },
  write(rec, id, _field, value) {
    const { tx, now } = rec;
    const read = caseId.safeParse(value);
    if (!read.success) return 'not-understood';
    if (!caseById(tx, read.data)) return { needs: read.data };
    putIntoCase(tx, id, read.data);
    tellCaseOfAll(rec, id);
    touchCase(tx, read.data, now);
    return 'written';
  },
  version: (db, id) => (messagesOfConversation(db, id).length > 0 ? 1 : 0),
  title: (db, id) => messagesOfConversation(db, id)[0]?.subject ?? '',
  cases(db, id) {
    const inCase = caseOfConversation(db, id);
    return inCase === null ? [] : [inCase];
  },
};
