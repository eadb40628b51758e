import { useTranslation } from 'react-i18next';
import type { CheckQuestion } from '#shared/ipc/checks.ts';
import { Code } from '../../ui/code.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { useCountryName } from '../../ui/use-country-name.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';

/** What was asked, field by field. */
export function QuestionFacts({ question }: { readonly question: CheckQuestion }) {
  const { t } = useTranslation(['checks', 'persons', 'objects']);
  const word = useWords();
  const country = useCountryName();
  const { partialDate } = useFormats();
  if (question.database === 'nominal') {
    const { name, forename, birthDate, sex, nationality } = question.query;
    return (
      <FactList>
        <Fact label={t('checks:field.name')}>{name}</Fact>
        <Fact label={t('persons:field.forename')}>{forename}</Fact>
        <Fact label={t('persons:field.birthDate')}>{birthDate && partialDate(birthDate)}</Fact>
        <Fact label={t('persons:field.sex')}>{word('sex', sex)}</Fact>
        <Fact label={t('persons:field.nationality')}>{nationality && country(nationality)}</Fact>
      </FactList>
    );
  }
  if (question.database === 'sltd') {
    const { documentNumber, issuingCountry, type } = question.query;
    return (
      <FactList>
        <Fact label={t('objects:document.number')}>
          <Code>{documentNumber}</Code>
        </Fact>
        <Fact label={t('objects:document.issuingCountry')}>{issuingCountry && country(issuingCountry)}</Fact>
        <Fact label={t('objects:document.type')}>{type && word('documentType', type)}</Fact>
      </FactList>
    );
  }
  const { vin, plate, plateCountry, engineNumber } = question.query;
  return (
    <FactList>
      <Fact label={t('objects:vehicle.vin')}>{vin && <Code>{vin}</Code>}</Fact>
      <Fact label={t('objects:vehicle.plate')}>{plate && <Code>{plate}</Code>}</Fact>
      <Fact label={t('objects:vehicle.plateCountry')}>{plateCountry && country(plateCountry)}</Fact>
      <Fact label={t('objects:vehicle.engineNumber')}>{engineNumber && <Code>{engineNumber}</Code>}</Fact>
    </FactList>
  );
}
