import type { SentSubject } from '#shared/ipc/messages.ts';
import { type MessageSubject, messageSubject } from '#shared/protocol/message-body.ts';

/** Fields that are lists on the wire; shown and kept as one text. */
const LISTS = new Set(['aliases', 'nationalities']);
const NUMBERS = new Set(['year']);
const SEPARATOR = '; ';

/** A person, document or vehicle as it is kept with a message → as it travels. Fields the protocol has no place for are left out. */
export function toWireSubject({ kind, fields }: SentSubject): MessageSubject {
  const values = fields.map(({ name, value }) => [name === 'type' ? 'documentType' : name, toWireValue(name, value)]);
  return messageSubject.parse({ ...Object.fromEntries(values), type: kind });
}

function toWireValue(name: string, value: string): unknown {
  if (LISTS.has(name)) return value.split(SEPARATOR);
  return NUMBERS.has(name) ? Number(value) : value;
}

/** As it travelled → as it is kept and shown. */
export function fromWireSubject(subject: MessageSubject): SentSubject {
  const { type, ...rest } = subject;
  const fields = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(SEPARATOR) : String(value) }));
  return { kind: type, title: titleOf(subject), fields };
}

function titleOf(subject: MessageSubject): string {
  if (subject.type === 'person') return [subject.familyName, subject.forename].filter(Boolean).join(', ');
  if (subject.type === 'document') return [subject.number, subject.issuingCountry].filter(Boolean).join(' · ');
  return [subject.plate, subject.make, subject.model, subject.vin].filter(Boolean).join(' · ');
}
