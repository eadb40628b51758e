import { useTranslation } from 'react-i18next';
import { type PersonDetail, type PersonFields as PersonRecord, personFields } from '#shared/ipc/persons.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords } from '../../../ui/use-words.ts';
import { EditConflict } from '../edit/edit-conflict.tsx';
import { useRecordEdit } from '../edit/use-record-edit.ts';
import { PersonFields } from './person-fields.tsx';
import { type PersonFormValues, personFormValues, personFormValuesOf } from './person-form-values.ts';

interface PersonEditProps {
  readonly person: PersonDetail;
  readonly onDone: () => void;
}

/** Edits a person in place, on the version that was opened. */
export function PersonEdit({ person, onDone }: PersonEditProps) {
  const { t } = useTranslation(['persons', 'common']);
  const update = useCoreAction('person.update');
  const show = useShownValue();
  const edit = useRecordEdit<PersonFormValues>({
    key: `person.edit.${person.id}`,
    rules: personFields,
    shape: personFormValues,
    stored: { version: person.version, values: personFormValuesOf(person) },
    save: (version, changes) =>
      update.mutateAsync({ id: person.id, version, changes: changes as Partial<PersonRecord> }),
    onDone,
  });
  if (!edit.draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('persons:editTitle')}
      submitLabel={t('common:action.save')}
      saving={edit.saving}
      error={edit.comparison ? null : edit.error}
      restoredAt={edit.draft.restoredAt}
      draftKey={edit.draft.key}
      onSubmit={(event) => edit.submit(event)}
      onDiscard={edit.discard}
      notice={
        edit.comparison && (
          <EditConflict
            comparison={edit.comparison}
            labelOf={(field) => t(`persons:field.${field}`)}
            show={show}
            onKeepMine={() => edit.keepMine()}
            onTakeTheirs={edit.takeTheirs}
          />
        )
      }
    >
      <PersonFields inputOf={inputsOf(edit.form)} />
    </FormFrame>
  );
}

/** A value of the form in words. */
function useShownValue(): (field: keyof PersonFormValues, value: unknown) => string {
  const { t } = useTranslation('common');
  const word = useWords();
  const { list } = useFormats();
  return (field, value) => {
    if (Array.isArray(value)) return list(value.map(String));
    if (typeof value === 'boolean') return value ? t('state.yes') : t('state.no');
    if (value === null || value === '') return t('state.none');
    return field === 'sex' ? word('sex', String(value)) : String(value);
  };
}
