import { useTranslation } from 'react-i18next';
import { documentFields } from '#shared/ipc/objects.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { toAppError } from '../../../ui/to-app-error.ts';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { useDraftedForm } from '../../../ui/use-drafted-form.ts';
import { DocumentFields } from './document-fields.tsx';
import { documentFormValues, emptyDocument, toDocumentFields } from './document-form-values.ts';
import { HolderSelect } from './holder-select.tsx';

interface NewDocumentProps {
  readonly caseId: CaseId;
  readonly onDone: () => void;
}

/** A new travel or identity document in a case. */
export function NewDocument({ caseId, onDone }: NewDocumentProps) {
  const { t } = useTranslation('objects');
  const create = useCoreAction('document.create');
  const { form, draft } = useDraftedForm({
    key: `document.new.${caseId}`,
    rules: documentFields,
    shape: documentFormValues,
    initial: emptyDocument,
  });
  const close = () => void draft.discard().then(onDone);
  const save = form.onSubmit((values) =>
    create.mutate({ caseId, fields: toDocumentFields(values) }, { onSuccess: close }),
  );
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('document.newTitle')}
      submitLabel={t('document.create')}
      saving={create.isPending}
      error={create.error && toAppError(create.error)}
      restoredAt={draft.restoredAt}
      draftKey={draft.key}
      onSubmit={(event) => save(event)}
      onCancel={onDone}
      onDiscard={form.isDirty() ? close : undefined}
    >
      <DocumentFields inputOf={inputsOf(form)} />
      <HolderSelect caseId={caseId} {...form.getInputProps('holderId')} />
    </FormFrame>
  );
}
