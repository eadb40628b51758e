import { useTranslation } from 'react-i18next';
import type { PersonId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { DetailNotShown } from '../../ui/detail-not-shown.tsx';
import { PersonFacts } from '../../ui/person-facts.tsx';
import { PersonName } from '../../ui/person-name.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Section } from '../../ui/section.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { CasesOf } from './cases-of.tsx';
import { CheckLink } from './check-link.tsx';

/** A person, whatever the case, and the cases they stand in. */
export function PersonDetailView({ id }: { readonly id: PersonId }) {
  const { t } = useTranslation('objects');
  const found = useCoreQuery('person.get', { id });
  if (!found.data) return <DetailNotShown error={found.error && toAppError(found.error)} />;
  const { familyName, forename, cases } = found.data;
  return (
    <Screen
      title={<PersonName familyName={familyName} forename={forename} />}
      toolbar={<CheckLink subjectKind="person" subjectId={id} />}
    >
      <Section level={2} title={t('detail.person')}>
        <PersonFacts person={found.data} />
      </Section>
      <CasesOf cases={cases} />
    </Screen>
  );
}
