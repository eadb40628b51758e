import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useViewState } from '../../../ui/view-memory.ts';
import { NewPerson } from './new-person.tsx';
import { PersonEntry } from './person-entry.tsx';

/** The persons of a case; a new one by hand or from a machine readable zone. */
export function CasePersons({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const [isAdding, setAdding] = useViewState(`cases.addingPerson.${detail.id}`, false);
  const persons = useCoreQuery('case.persons', { id: detail.id });
  const mayAdd = can('case.write') && isCaseWritable(detail.status);
  useShortcuts(t('tab.persons'), mayAdd ? [{ keys: 'a', label: t('persons.add'), run: () => setAdding(true) }] : []);
  if (isAdding && mayAdd)
    return (
      <Section title={t('persons.newTitle')}>
        <NewPerson caseId={detail.id} onDone={() => setAdding(false)} />
      </Section>
    );
  if (persons.error) return <ErrorNotice error={toAppError(persons.error)} />;
  if (!persons.data) return <DelayedSkeleton />;
  const add = mayAdd && (
    <Button leftSection={<IconUserPlus size="0.875rem" aria-hidden />} onClick={() => setAdding(true)}>
      {t('persons.add')}
    </Button>
  );
  if (persons.data.length === 0)
    return <EmptyState title={t('persons.none')} body={mayAdd ? t('persons.noneBody') : undefined} action={add} />;
  return (
    <Section title={t('tab.persons')} tools={add}>
      {persons.data.map((person) => (
        <PersonEntry key={person.id} entry={person} detail={detail} mayEdit={mayAdd} />
      ))}
    </Section>
  );
}
