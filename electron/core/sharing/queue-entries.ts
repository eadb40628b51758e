import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { RecordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { appendOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';

/** Characters of JSON in one envelope: a third of what a body may hold, as letters beyond ASCII take up to three bytes. */
const MOST_CHARACTERS = 80_000;
const MOST_ENTRIES = 500;

interface Queued {
  /** The own bureau, and nobody else. */
  readonly bureau: string;
  readonly by: string;
  readonly refId: string;
  readonly title: string;
  readonly caseId: CaseId | null;
  /** Routine, unless it goes ahead of something urgent. */
  readonly priority?: MessagePriority;
}

type Entries = RecordChangesBody['entries'];

/** Writes entries to the outbox, in as few envelopes as hold them. */
export function queueEntries({ tx, now, newId }: Recording, item: Queued, entries: Entries): void {
  const { bureau, by, refId, title, caseId, priority = 'routine' } = item;
  for (const part of inEnvelopes(entries)) {
    const id = newId();
    appendOutboxItem(tx, {
      id,
      kind: 'record-changes',
      refId,
      caseId,
      title,
      to: [bureau],
      priority,
      queuedAt: now,
      queuedBy: by,
      envelopeId: id,
      body: JSON.stringify({ entries: part }),
    });
  }
}

function inEnvelopes(entries: Entries): Entries[] {
  const envelopes: Entries[] = [];
  let room = 0;
  for (const entry of entries) {
    const size = JSON.stringify(entry).length;
    const last = envelopes.at(-1);
    if (!last || size > room || last.length === MOST_ENTRIES) {
      envelopes.push([entry]);
      room = MOST_CHARACTERS - size;
    } else {
      last.push(entry);
      room -= size;
    }
  }
  return envelopes;
}
