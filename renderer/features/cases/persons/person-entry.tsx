import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { PersonFacts } from '../../../ui/person-facts.tsx';
import { PersonName } from '../../../ui/person-name.tsx';
import { RecordCard } from '../../../ui/record-card.tsx';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords } from '../../../ui/use-words.ts';
import { useViewState } from '../../../ui/view-memory.ts';
import { CheckButton } from '../check-button.tsx';
import { DisputedMark } from '../disputes/disputed-mark.tsx';
import { PersonEdit } from './person-edit.tsx';

interface PersonEntryProps {
  readonly entry: Output<'case.persons'>[number];
  readonly detail: CaseDetail;
  readonly mayEdit: boolean;
}

/** One person of a case: who, what they are in it, and the whole record when opened. */
export function PersonEntry({ entry, detail, mayEdit }: PersonEntryProps) {
  const word = useWords();
  const { partialDate, list } = useFormats();
  const [isOpen, setOpen] = useViewState(`person.open.${entry.id}`, false);
  const facts = [
    word('personRole', entry.role),
    entry.birthDate && partialDate(entry.birthDate),
    list(entry.nationalities),
  ];
  return (
    <RecordCard
      title={<PersonName familyName={entry.familyName} forename={entry.forename} />}
      summary={facts.filter(Boolean).map((fact) => <bdi key={fact}>{fact}</bdi>)}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      tools={
        mayEdit && <CheckButton caseId={detail.id} subjectKind="person" subjectId={entry.id} name={entry.familyName} />
      }
    >
      <DisputedMark caseId={detail.id} recordId={entry.id} />
      <WholePerson id={entry.id} mayEdit={mayEdit} />
    </RecordCard>
  );
}

function WholePerson({ id, mayEdit }: { readonly id: PersonEntryProps['entry']['id']; readonly mayEdit: boolean }) {
  const { t } = useTranslation('common');
  const [isEditing, setEditing] = useViewState(`person.editing.${id}`, false);
  const person = useCoreQuery('person.get', { id });
  if (person.error) return <ErrorNotice error={toAppError(person.error)} />;
  if (!person.data) return <DelayedSkeleton />;
  if (isEditing && mayEdit) return <PersonEdit person={person.data} onDone={() => setEditing(false)} />;
  return (
    <>
      <PersonFacts person={person.data} />
      {mayEdit && (
        <div>
          <Button variant="default" onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        </div>
      )}
    </>
  );
}
