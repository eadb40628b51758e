import { useTranslation } from 'react-i18next';
import type { DocumentFields } from '#shared/ipc/objects.ts';
import { Code } from './code.tsx';
import { Fact, FactList } from './fact-list.tsx';
import { useCountryName } from './use-country-name.ts';
import { useFormats } from './use-formats.ts';
import { useWords } from './use-words.ts';

interface DocumentFactsProps {
  readonly document: Omit<DocumentFields, 'holderId'> & { readonly holderName: string | null };
}

/** What is known of a travel or identity document. */
export function DocumentFacts({ document }: DocumentFactsProps) {
  const { t } = useTranslation('objects');
  const word = useWords();
  const country = useCountryName();
  const { partialDate } = useFormats();
  return (
    <FactList>
      <Fact label={t('document.number')}>
        <Code>{document.number}</Code>
      </Fact>
      <Fact label={t('document.type')}>{word('documentType', document.type)}</Fact>
      <Fact label={t('document.issuingCountry')}>{country(document.issuingCountry)}</Fact>
      <Fact label={t('document.holder')}>{document.holderName}</Fact>
      <Fact label={t('document.issueDate')}>{document.issueDate && partialDate(document.issueDate)}</Fact>
      <Fact label={t('document.expiryDate')}>{document.expiryDate && partialDate(document.expiryDate)}</Fact>
      <Fact label={t('document.remarks')}>{document.remarks}</Fact>
    </FactList>
  );
}
