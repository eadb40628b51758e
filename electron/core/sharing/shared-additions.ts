import { z } from 'zod';
import { eventKind, timelineEvent } from '#shared/ipc/cases.ts';
import { caseId, type EventId, type NoteId } from '#shared/lib/ids.ts';
import { indexNote } from '../search-index.ts';
import { caseById, touchCase } from '../store/tables/cases.ts';
import { eventById, insertEvent } from '../store/tables/events.ts';
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
    const { caseId: inCase, kind, subjectKind, subjectId, data, actor, at } = event;
    return { values: { caseId: inCase, kind, subjectKind, subjectId, data }, author: actor, at };
  },
  insert({ tx, now }, { id, values, author, at }) {
    const read = eventValues.safeParse(values);
    if (!read.success) return 'not-understood';
    if (!caseById(tx, read.data.caseId)) return { needs: read.data.caseId };
    if (eventById(tx, id)) return 'written';
    insertEvent(tx, { ...read.data, id: id as EventId, at, actor: author });
    touchCase(tx, read.data.caseId, now);
    return 'written';
  },
};
