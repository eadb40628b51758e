import { useTranslation } from 'react-i18next';
import type { PersonFields } from '#shared/ipc/persons.ts';
import { Fact, FactList } from './fact-list.tsx';
import { useCountryName } from './use-country-name.ts';
import { useFormats } from './use-formats.ts';
import { useWords } from './use-words.ts';

/** What is known of a person; what is not known is left out, but for the sex and the birth date, where that is said. */
export function PersonFacts({ person }: { readonly person: PersonFields }) {
  const { t } = useTranslation(['persons', 'common']);
  const word = useWords();
  const country = useCountryName();
  const { partialDate, list } = useFormats();
  return (
    <FactList>
      <Fact label={t('field.familyName')}>{person.familyName}</Fact>
      <Fact label={t('field.forename')}>{person.forename}</Fact>
      <Fact label={t('field.birthName')}>{person.birthName}</Fact>
      <Fact label={t('field.aliases')}>{list(person.aliases)}</Fact>
      <Fact label={t('field.sex')}>{word('sex', person.sex)}</Fact>
      <Fact label={t('field.birthDate')}>
        {person.birthDate ? partialDate(person.birthDate) : t('common:state.unknown')}
      </Fact>
      <Fact label={t('field.birthPlace')}>{person.birthPlace}</Fact>
      <Fact label={t('field.nationalities')}>{list(person.nationalities.map(country))}</Fact>
      <Fact label={t('field.height')}>{person.height && t('centimetres', { height: person.height })}</Fact>
      <Fact label={t('field.eyes')}>{person.eyes && word('eyeCode', person.eyes)}</Fact>
      <Fact label={t('field.hair')}>{person.hair && word('hairCode', person.hair)}</Fact>
      <Fact label={t('field.marks')}>{person.marks}</Fact>
      <Fact label={t('field.cautions')}>{person.cautions}</Fact>
      <Fact label={t('field.identity')}>
        {person.identityConfirmed ? t('identity.confirmed') : t('identity.notConfirmed')}
      </Fact>
    </FactList>
  );
}
