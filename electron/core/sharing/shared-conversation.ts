import { caseId } from '#shared/lib/ids.ts';
import { putIntoCase } from '../messages/put-into-case.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import { caseOfConversation, messagesOfConversation } from '../store/tables/messages.ts';
import type { EditableRecordKind } from './record-kind.ts';

/** The place of a conversation in a case. Its messages come to every workstation of the bureau by themselves. */
export const sharedConversation: EditableRecordKind = {
  known: ['caseId'],
  needs: () => [],
  whole: () => null,
  insert: () => 'not-understood',
  field: (db, id) => caseOfConversation(db, id),
  write({ tx, now }, id, _field, value) {
    const read = caseId.safeParse(value);
    if (!read.success) return 'not-understood';
    if (!caseById(tx, read.data)) return { needs: read.data };
    putIntoCase(tx, id, read.data);
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
