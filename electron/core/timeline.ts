import type { EventKind } from '#shared/ipc/cases.ts';
import type { EventData } from '#shared/ipc/event-data.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import type { WriteDb } from './store/database.ts';
import { touchCase } from './store/tables/cases.ts';
import { insertEvent } from './store/tables/events.ts';

/** What is needed to write something down: the transaction, the moment, and ids for what is new. */
export interface Recording {
  readonly tx: WriteDb;
  readonly now: number;
  readonly newId: () => string;
}

export interface NewEvent<K extends EventKind> {
  readonly caseId: CaseId;
  /** Who did it: the name of a person, or the code of the bureau it came from. */
  readonly actor: string;
  readonly kind: K;
  readonly data: EventData<K>;
  /** When it was, if not now: ms since 1970. */
  readonly at?: number;
  readonly subject?: { readonly kind: string; readonly id: string };
}

/** Adds an event to a case's timeline, in the transaction of what it tells; the case moves up in the lists. Returns its id. */
export function recordEvent<K extends EventKind>({ tx, now, newId }: Recording, event: NewEvent<K>): EventId {
  const id = newId() as EventId;
  insertEvent(tx, {
    id,
    caseId: event.caseId,
    at: event.at ?? now,
    actor: event.actor,
    kind: event.kind,
    subjectKind: event.subject?.kind ?? null,
    subjectId: event.subject?.id ?? null,
    data: { ...event.data },
  });
  touchCase(tx, event.caseId, now);
  return id;
}
