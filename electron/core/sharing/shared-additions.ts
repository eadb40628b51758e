import { z } from 'zod';
import { eventKind, timelineEvent } from '#shared/ipc/cases.ts';
import { caseId, type EventId, type NoteId } from '#shared/lib/ids.ts';
import { envelopeOf, messageIdOf } from '../messages/wire-body.ts';
import { indexNote } from '../search-index.ts';
import type { ReadDb, WriteDb } from '../store/database.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import { deleteEvent, eventById, eventsAbout, insertEvent } from '../store/tables/events.ts';
import { messageById } from '../store/tables/messages.ts';
import { insertNote, noteById } from '../store/tables/notes.ts';
import type { RecordKind } from './record-kind.ts';

const noteValues = z.object({ caseId, body: z.string() });

export const sharedNote: RecordKind = {
  known: ['caseId', 'body'],
  needs(db, id) {
    const note = noteById(db, id);
    return note ? [{ kind: 'case', id: note.caseId }] : [];
  },
  whole(db, id) {
    const note = noteById(db, id);
    return note && { values: { caseId: note.caseId, body: note.body }, author: note.author, at: note.at };
  },
  insert({ tx, now }, { id, values, author, at }) {
    const read = noteValues.safeParse(values);
    if (!read.success) return 'not-understood';
    const { caseId: inCase, body } = read.data;
    if (!caseById(tx, inCase)) return { needs: inCase };
    if (noteById(tx, id)) return 'written';
    const record = { id: id as NoteId, body, at, author };
    insertNote(tx, inCase, record);
    indexNote(tx, inCase, record);
    touchCase(tx, inCase, now);
    return 'written';
  },
};

const eventValues = timelineEvent
  .pick({ subjectKind: true, subjectId: true, data: true })
  .extend({ caseId, kind: eventKind });

export const sharedEvent: RecordKind = {
  known: ['caseId', 'kind', 'subjectKind', 'subjectId', 'data'],
  needs(db, id) {
    const event = eventById(db, id);
    return event ? [{ kind: 'case', id: event.caseId }] : [];
  },
  whole(db, id) {
    const event = eventById(db, id);
    if (!event) return null;
    const { caseId: inCase, kind, subjectKind, data, actor, at } = event;
    const subjectId = ofMessage(event, (message) => envelopeOf(db, message));
    return { values: { caseId: inCase, kind, subjectKind, subjectId, data }, author: actor, at };
  },
  insert({ tx, now }, { id, values, author, at }) {
    const read = eventValues.safeParse(values);
    if (!read.success) return 'not-understood';
    if (!caseById(tx, read.data.caseId)) return { needs: read.data.caseId };
    if (eventById(tx, id)) return 'written';
    const subjectId = ofMessage(read.data, (message) => messageIdOf(tx, message));
    const event = withItsConversation(tx, { ...read.data, subjectId });
    forgetOwnWord(tx, event);
    insertEvent(tx, { ...event, id: id as EventId, at, actor: author });
    touchCase(tx, event.caseId, now);
    return 'written';
  },
};

type EventValues = z.infer<typeof eventValues>;

/** Which message an event is about is said by its envelope: its own identifier may be another on each workstation. */
const ofMessage = (
  { subjectKind, subjectId }: Pick<EventValues, 'subjectKind' | 'subjectId'>,
  nameOf: (id: string) => string,
): string | null => (subjectKind === 'message' && subjectId !== null ? nameOf(subjectId) : subjectId);

/** What is told of a message stands where its conversation does: another colleague may have put that elsewhere at the same time. */
function withItsConversation(db: ReadDb, event: EventValues): EventValues {
  if (event.subjectKind !== 'message' || event.subjectId === null) return event;
  return { ...event, caseId: messageById(db, event.subjectId)?.caseId ?? event.caseId };
}

/** That a message went out or came is told of once: the colleague who was there knows better when than who learnt of it later. */
function forgetOwnWord(tx: WriteDb, { kind, caseId: inCase, subjectId }: EventValues): void {
  if (subjectId === null || (kind !== 'request-sent' && kind !== 'message-received')) return;
  for (const { id } of eventsAbout(tx, inCase, kind, subjectId)) deleteEvent(tx, id);
}
