import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { type DocumentFields as DocumentRecord, documentFields } from '#shared/ipc/objects.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { EditConflict } from '../edit/edit-conflict.tsx';
import { useRecordEdit } from '../edit/use-record-edit.ts';
import { DocumentFields } from './document-fields.tsx';
import { type DocumentFormValues, documentFormValues, documentFormValuesOf } from './document-form-values.ts';
import { HolderSelect } from './holder-select.tsx';

interface DocumentEditProps {
  readonly document: Output<'case.documents'>[number];
  readonly caseId: CaseId;
  readonly onDone: () => void;
}

/** Edits a document in place, on the version that was opened. */
export function DocumentEdit({ document, caseId, onDone }: DocumentEditProps) {
  const { t } = useTranslation(['objects', 'common']);
  const update = useCoreAction('document.update');
  const edit = useRecordEdit<DocumentFormValues>({
    key: `document.edit.${document.id}`,
    rules: documentFields,
    shape: documentFormValues,
    stored: { version: document.version, values: documentFormValuesOf(document) },
    save: (version, changes) =>
      update.mutateAsync({ id: document.id, version, changes: changes as Partial<DocumentRecord> }),
    onDone,
  });
  if (!edit.draft.ready) return <DelayedSkeleton />;
  return (
    <FormFrame
      label={t('objects:document.editTitle')}
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
            labelOf={(field) => t(`objects:document.${field === 'holderId' ? 'holder' : field}`)}
            show={(_field, value) => String(value ?? t('common:state.none'))}
            onKeepMine={() => edit.keepMine()}
            onTakeTheirs={edit.takeTheirs}
          />
        )
      }
    >
      <DocumentFields inputOf={inputsOf(edit.form)} />
      <HolderSelect caseId={caseId} {...edit.form.getInputProps('holderId')} />
    </FormFrame>
  );
}
