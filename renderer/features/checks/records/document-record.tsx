import { useTranslation } from 'react-i18next';
import type { SltdRecord } from '#shared/domain/reference-records.ts';
import { Code } from '../../../ui/code.tsx';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { useCountryName } from '../../../ui/use-country-name.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords } from '../../../ui/use-words.ts';

/** A travel document reported stolen, lost or void; the database never says who held it. */
export function DocumentRecord({ record }: { readonly record: SltdRecord }) {
  const { t } = useTranslation(['checks', 'objects']);
  const word = useWords();
  const country = useCountryName();
  const { partialDate } = useFormats();
  return (
    <FactList>
      <Fact label={t('objects:document.number')}>
        <Code>{record.documentNumber}</Code>
      </Fact>
      <Fact label={t('objects:document.type')}>{word('documentType', record.type)}</Fact>
      <Fact label={t('objects:document.issuingCountry')}>{country(record.issuingCountry)}</Fact>
      <Fact label={t('checks:record.fraudType')}>{word('sltdFraudType', record.fraudType)}</Fact>
      <Fact label={t('checks:record.theftDate')}>{record.theftDate && partialDate(record.theftDate)}</Fact>
      <Fact label={t('objects:document.issueDate')}>{record.issueDate && partialDate(record.issueDate)}</Fact>
      <Fact label={t('objects:document.expiryDate')}>{record.expiryDate && partialDate(record.expiryDate)}</Fact>
      <Fact label={t('checks:record.reportingCountry')}>
        {record.reportingCountry && country(record.reportingCountry)}
      </Fact>
      <Fact label={t('checks:record.nationalReference')}>{record.nationalReference}</Fact>
      <Fact label={t('checks:record.ownerOffice')}>{record.ownerOffice}</Fact>
      <Fact label={t('checks:record.reviewDate')}>{record.reviewDate && partialDate(record.reviewDate)}</Fact>
    </FactList>
  );
}
