import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '#shared/ipc/cases.ts';
import { isolate } from '../../../ui/isolate.ts';
import { useBureaus } from '../../../ui/use-bureaus.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords, type WordList } from '../../../ui/use-words.ts';

/** Which of an event's facts are codes, and of which list. */
const codeLists: Readonly<Record<string, Readonly<Record<string, WordList>>>> = {
  'status-changed': { from: 'caseStatus', to: 'caseStatus' },
  'person-added': { role: 'personRole' },
  'document-added': { type: 'documentType' },
  'document-edited': { type: 'documentType' },
  'check-run': { database: 'databaseKind', outcome: 'checkOutcome' },
  'check-answered': { database: 'databaseKind', outcome: 'checkOutcome' },
  'request-sent': { priority: 'messagePriority' },
  'message-received': { priority: 'messagePriority' },
};

/** In which namespace the labels of an event's edited fields stand. */
const fieldLabels: Readonly<Record<string, string>> = {
  'case-edited': 'cases:field',
  'person-edited': 'persons:field',
  'document-edited': 'objects:document',
  'vehicle-edited': 'objects:vehicle',
};

/** The same of an event that is about a record of any kind. */
const fieldLabelsOfRecord: Readonly<Record<string, string>> = {
  case: 'cases:field',
  person: 'persons:field',
  document: 'objects:document',
  vehicle: 'objects:vehicle',
};

/** Which of an event's facts name bureaus, by their codes, separated by commas. */
const bureauFacts: Readonly<Record<string, readonly string[]>> = {
  'request-sent': ['to'],
  'request-delivered': ['bureau'],
  'request-read': ['bureau'],
  'request-withdrawn': ['to'],
  'message-received': ['from'],
};

/** The sentence of a timeline event in the reader's language. */
export function useEventSentence(): (event: TimelineEvent) => string {
  const { t } = useTranslation(['cases', 'persons', 'objects', 'outbox']);
  const word = useWords();
  const { bytes, list } = useFormats();
  const { names } = useBureaus();

  return useCallback(
    (event) => {
      const lists = codeLists[event.kind] ?? {};
      const asText = (name: string, value: string | number | null): string | number => {
        if (name === 'size' && typeof value === 'number') return bytes(value);
        if (typeof value === 'number') return value;
        const text = value ?? '';
        const of = lists[name];
        if (of) return word(of, text);
        const labels = fieldLabels[event.kind] ?? fieldLabelsOfRecord[String(event.data.record ?? '')];
        if (name === 'fields' && labels) return list(text.split(',').map((field) => labelOf(labels, field)));
        if (bureauFacts[event.kind]?.includes(name)) return isolate(names(text.split(',')));
        return isolate(text);
      };
      const labelOf = (labels: string, field: string) =>
        field.startsWith('person:')
          ? t('persons:field.role')
          : t(`${labels}.${field}` as 'cases:field.title', { defaultValue: field });
      const params = Object.fromEntries(Object.entries(event.data).map(([name, value]) => [name, asText(name, value)]));
      const withReason = sentenceOf(event);
      return t(`cases:events.${withReason}`, { ...params, count: Number(event.data.found ?? 0) });
    },
    [t, word, bytes, list, names],
  );
}

/** The same kind of event may have a sentence of its own where it says more, or less. */
function sentenceOf({ kind, data }: TimelineEvent) {
  if (kind === 'status-changed' && data.reason) return 'status-changed-why';
  return kind === 'conflict-decided' && data.from === '' ? 'conflict-decided-anew' : kind;
}
