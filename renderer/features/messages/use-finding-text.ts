import { useTranslation } from 'react-i18next';
import { type Marking, markingText } from '#shared/domain/marking.ts';
import { partialDate } from '#shared/domain/partial-date.ts';
import type { PrecisionField, PrecisionFinding } from '#shared/domain/precision-check.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useCountryName } from '../../ui/use-country-name.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';

/** Isolates what was typed from the sentence around it, whatever script it is in (Unicode FSI … PDI). */
const isolated = (text: string) => `\u2068${text}\u2069`;

/** The words of the precision check in the reader's language. */
export function useFindingText() {
  const { t } = useTranslation('messages');
  const { name } = useBureaus();
  const country = useCountryName();
  const formats = useFormats();
  const word = useWords();
  const about = ({ code, about }: PrecisionFinding) =>
    about === null ? '' : isolated(code === 'recipient-unreachable' ? name(about) : about);
  return {
    field: (field: PrecisionField) => t(`compose.${labels[field]}`),
    finding: (finding: PrecisionFinding) => t(`finding.${finding.code}`, { about: about(finding) }),
    /** A date written out in words, so that it can be read in one way only; a country by name and code; other codes in words. */
    choice: ({ code, field }: PrecisionFinding, choice: string) => {
      if (code === 'ambiguous-country') return country(choice);
      if (field === 'purpose') return word('purpose', choice);
      if (field === 'handling') return word('handlingCode', choice);
      if (field === 'marking') return markingText[choice as Marking] ?? choice;
      const date = partialDate.safeParse(choice);
      return date.success ? formats.partialDate(date.data) : choice;
    },
  };
}

/** What each field is called in the form. */
const labels = {
  to: 'to',
  subject: 'subject',
  body: 'body',
  priority: 'priority',
  handling: 'handling',
  marking: 'marking',
  purpose: 'purpose',
  answerBy: 'answerBy',
  persons: 'persons',
  documents: 'documents',
  vehicles: 'vehicles',
  attachments: 'files',
} as const satisfies Record<PrecisionField, string>;
