import type { EventKind } from './cases.ts';

/**
 * What each kind of timeline event carries in `data`: facts and codes, which the sentence events.<kind> in renderer/locales puts into
 * words. `fields` are names of fields, comma-separated; `to` are codes of bureaus, comma-separated.
 */
interface EventDataByKind {
  'case-created': { reference: string; title: string };
  'case-edited': { fields: string };
  'status-changed': { from: string; to: string; move: string; reason: string };
  'person-added': { name: string; role: string };
  'person-edited': { name: string; fields: string };
  'document-added': { number: string; type: string; country: string };
  'document-edited': { number: string; type: string; fields: string };
  /** `name` is the plate, else the VIN, else the engine number, else make and model. */
  'vehicle-added': { name: string };
  'vehicle-edited': { name: string; fields: string };
  /** The beginning of the note. */
  'note-added': { excerpt: string };
  /** Bytes. */
  'file-added': { name: string; size: number; mediaType: string };
  /** `outcome` of the local copy; `found` = how many candidates. */
  'check-run': { database: string; title: string; outcome: string; found: number };
  'check-answered': { database: string; title: string; outcome: string; found: number };
  'request-sent': { subject: string; to: string; priority: string };
  'request-delivered': { subject: string; bureau: string; at: number };
  'request-read': { subject: string; bureau: string; at: number };
  'request-withdrawn': { subject: string; to: string };
  /** `code` as in outbox.problem.<code>. */
  'request-needs-attention': { subject: string; code: string };
  'message-received': { subject: string; from: string; priority: string };
  /** `to` is the reference of the case it stands in now. */
  'conversation-moved': { subject: string; to: string };
  /** Another workstation of the bureau had given the same number. */
  'case-renumbered': { from: string; to: string };
  /** `record` is the kind of the record, `name` what it is called, `from` the end of the other workstation's name. */
  'parallel-change': { record: string; name: string; fields: string; from: string };
  'conflict-found': { record: string; name: string; fields: string; from: string };
  /** `from` the workstation whose value was taken; empty where a text was made of several. */
  'conflict-decided': { record: string; name: string; fields: string; from: string };
}

export type EventData<K extends EventKind> = EventDataByKind[K];
