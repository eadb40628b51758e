import { useTranslation } from 'react-i18next';
import { type CaseDetail, type CaseFields, caseFields } from '#shared/ipc/cases.ts';
import { useCoreAction, useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { useWords } from '../../../ui/use-words.ts';
import { CaseFieldInputs } from '../case-fields.tsx';
import { type CaseFormValues, caseFormValues, caseFormValuesOf } from '../case-form-values.ts';
import { EditConflict } from '../edit/edit-conflict.tsx';
import { useRecordEdit } from '../edit/use-record-edit.ts';

export const caseDraftKey = (id: string) => `case.edit.${id}`;

interface CaseEditProps {
  readonly detail: CaseDetail;
  readonly onDone: () => void;
}

/** Edits a case in place; another person's edit in between is shown, never overwritten. */
export function CaseEdit({ detail, onDone }: CaseEditProps) {
  const { t } = useTranslation(['cases', 'common']);
  const update = useCoreAction('case.update');
  const show = useShownValue();
  const edit = useRecordEdit<CaseFormValues>({
    key: caseDraftKey(detail.id),
    rules: caseFields,
    shape: caseFormValues,
    stored: { version: detail.version, values: caseFormValuesOf(detail) },
    save: (version, changes) => update.mutateAsync({ id: detail.id, version, changes: changes as Partial<CaseFields> }),
    onDone,
  });
  if (!edit.draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('cases:overview.edit')}
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
            labelOf={(field) => t(fieldLabels[field])}
            show={show}
            onKeepMine={() => edit.keepMine()}
            onTakeTheirs={edit.takeTheirs}
          />
        )
      }
    >
      <CaseFieldInputs inputOf={inputsOf(edit.form)} />
    </FormFrame>
  );
}

const fieldLabels = {
  title: 'cases:field.title',
  crimeArea: 'cases:field.crimeArea',
  priority: 'cases:field.priority',
  purpose: 'cases:field.purpose',
  handling: 'cases:field.handling',
  marking: 'cases:field.marking',
  officerId: 'cases:field.officer',
  description: 'cases:field.description',
} as const;

const lists = {
  crimeArea: 'crimeArea',
  priority: 'casePriority',
  purpose: 'purpose',
  handling: 'handlingCode',
} as const;

/** A value of the form in words. */
function useShownValue(): (field: keyof CaseFormValues, value: unknown) => string {
  const { t } = useTranslation('cases');
  const word = useWords();
  const officers = useCoreQuery('officer.list', {});
  return (field, value) => {
    if (field === 'officerId') return officers.data?.find((one) => one.id === value)?.name ?? t('officerNone');
    const text = String(value ?? '');
    return field in lists ? word(lists[field as keyof typeof lists], text) : text;
  };
}
