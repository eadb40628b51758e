import type { CandidateSummary } from '#shared/domain/reference-search.ts';
import { Code } from '../../ui/code.tsx';
import { PersonName } from '../../ui/person-name.tsx';
import { useCountryName } from '../../ui/use-country-name.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';

/** What names a candidate. */
export function CandidateTitle({ summary }: { readonly summary: CandidateSummary }) {
  if (summary.kind === 'nominal') return <PersonName familyName={summary.name} forename={summary.forename ?? ''} />;
  if (summary.kind === 'sltd') return <Code>{summary.documentNumber}</Code>;
  const mark = summary.vin ?? summary.plate ?? summary.engineNumber;
  return mark ? <Code>{mark}</Code> : <bdi>{[summary.make, summary.model].filter(Boolean).join(' ')}</bdi>;
}

/** The few facts that tell it from others, in words. */
export function useCandidateFacts(summary: CandidateSummary): readonly string[] {
  const word = useWords();
  const country = useCountryName();
  const { partialDate } = useFormats();
  const all = (): readonly (string | null)[] => {
    if (summary.kind === 'nominal')
      return [
        summary.birthDate && partialDate(summary.birthDate),
        word('sex', summary.sex),
        ...summary.nationalities.map(country),
      ];
    if (summary.kind === 'sltd')
      return [
        word('documentType', summary.type),
        country(summary.issuingCountry),
        word('sltdFraudType', summary.fraudType),
      ];
    return [
      summary.plate,
      summary.plateCountry && country(summary.plateCountry),
      [summary.make, summary.model].filter(Boolean).join(' '),
      word('vehicleTheftType', summary.theftType),
    ];
  };
  return [...new Set(all().filter((fact): fact is string => Boolean(fact)))];
}
