import { useTranslation } from 'react-i18next';
import { caseFields } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../ui/form-frame.tsx';
import { useSession } from '../../ui/session-context.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { inputsOf } from '../../ui/use-checked-form.ts';
import { useDraftedForm } from '../../ui/use-drafted-form.ts';
import { CaseFieldInputs } from './case-fields.tsx';
import { caseFormValues, newCaseValues, toCaseFields } from './case-form-values.ts';

interface NewCaseProps {
  readonly onCreated: (id: CaseId) => void;
  readonly onCancel: () => void;
}

/** The form of a new case; saved on this machine at once, with or without a network. */
export function NewCase({ onCreated, onCancel }: NewCaseProps) {
  const { t } = useTranslation('cases');
  const { user } = useSession();
  const create = useCoreAction('case.create');
  const { form, draft } = useDraftedForm({
    key: 'case.new',
    rules: caseFields,
    shape: caseFormValues,
    initial: newCaseValues(user.id),
  });
  const save = form.onSubmit((values) =>
    create.mutate(toCaseFields(values), { onSuccess: ({ id }) => void draft.discard().then(() => onCreated(id)) }),
  );
  const discard = () => void draft.discard().then(onCancel);
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('new.title')}
      submitLabel={t('new.create')}
      saving={create.isPending}
      error={create.error && toAppError(create.error)}
      restoredAt={draft.restoredAt}
      draftKey={draft.key}
      onSubmit={(event) => save(event)}
      onCancel={onCancel}
      onDiscard={form.isDirty() ? discard : undefined}
    >
      <CaseFieldInputs inputOf={inputsOf(form)} />
    </FormFrame>
  );
}
