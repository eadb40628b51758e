import { useTranslation } from 'react-i18next';
import type { NominalRecord } from '#shared/domain/reference-records.ts';
import { Code } from '../../../ui/code.tsx';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { useCountryName } from '../../../ui/use-country-name.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords } from '../../../ui/use-words.ts';

/** A person as the database records them; codes of no list are shown as they are. */
export function NominalRecordView({ record }: { readonly record: NominalRecord }) {
  const { t } = useTranslation(['checks', 'persons']);
  const word = useWords();
  const country = useCountryName();
  const { partialDate, list } = useFormats();
  return (
    <>
      <FactList>
        <Fact label={t('persons:field.familyName')}>{record.name}</Fact>
        <Fact label={t('persons:field.forename')}>{record.forename}</Fact>
        <Fact label={t('persons:field.birthName')}>{record.birthName}</Fact>
        <Fact label={t('persons:field.aliases')}>{list(record.aliases)}</Fact>
        <Fact label={t('persons:field.sex')}>{word('sex', record.sex)}</Fact>
        <Fact label={t('persons:field.birthDate')}>{record.birthDate && partialDate(record.birthDate)}</Fact>
        <Fact label={t('persons:field.birthPlace')}>{record.birthPlace}</Fact>
        <Fact label={t('checks:record.birthCountry')}>{record.birthCountry && country(record.birthCountry)}</Fact>
        <Fact label={t('persons:field.nationalities')}>{list(record.nationalities.map(country))}</Fact>
        <Fact label={t('persons:field.eyes')}>{list(record.eyes.map((code) => word('eyeCode', code)))}</Fact>
        <Fact label={t('persons:field.hair')}>{list(record.hair.map((code) => word('hairCode', code)))}</Fact>
        <Fact label={t('persons:field.height')}>
          {record.height && t('persons:centimetres', { height: Math.round(record.height * 100) })}
        </Fact>
        <Fact label={t('checks:record.weight')}>
          {record.weight && t('checks:record.kilograms', { weight: record.weight })}
        </Fact>
        <Fact label={t('persons:field.marks')}>{record.marks}</Fact>
        <Fact label={t('persons:field.cautions')}>{list(record.cautions)}</Fact>
        <Fact label={t('checks:record.languages')}>{list(record.languages)}</Fact>
        <Fact label={t('checks:record.fatherName')}>{record.fatherName}</Fact>
        <Fact label={t('checks:record.motherName')}>{record.motherName}</Fact>
        <Fact label={t('checks:record.missingSince')}>{record.missingSince && partialDate(record.missingSince)}</Fact>
        <Fact label={t('checks:record.missingFrom')}>{record.missingFrom}</Fact>
        <Fact label={t('checks:record.entityId')}>{record.entityId && <Code>{record.entityId}</Code>}</Fact>
        <Fact label={t('checks:record.ownerOffice')}>{record.ownerOffice}</Fact>
      </FactList>
      {record.warrants.length > 0 && (
        <ul aria-label={t('checks:record.warrants')}>
          {record.warrants.map((warrant) => (
            <li key={`${warrant.issuingCountry}${warrant.charge}`}>
              <strong>{t('checks:record.warrantOf', { country: country(warrant.issuingCountry ?? '') })}</strong>{' '}
              <bdi>{warrant.charge}</bdi> {warrant.chargeTranslation && <bdi>({warrant.chargeTranslation})</bdi>}
            </li>
          ))}
        </ul>
      )}
      {record.documents.length > 0 && (
        <ul aria-label={t('checks:record.documents')}>
          {record.documents.map((document) => (
            <li key={document.number}>
              {word('documentType', document.type)} <Code>{document.number}</Code>{' '}
              {document.issuingCountry && country(document.issuingCountry)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
