import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { caseEntries } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useDraftedForm } from '../../../ui/use-drafted-form.ts';

const noteShape = z.object({ body: z.string() });
const noteRules = caseEntries['note.add'].input.pick({ body: true });

interface NewNoteProps {
  readonly caseId: CaseId;
}

/** The field for a new note; Ctrl+Enter saves. */
export function NewNote({ caseId }: NewNoteProps) {
  const { t } = useTranslation('cases');
  const add = useCoreAction('note.add');
  const { form, draft } = useDraftedForm({
    key: `note.new.${caseId}`,
    rules: noteRules,
    shape: noteShape,
    initial: { body: '' },
  });
  const save = form.onSubmit(async ({ body }) => {
    // The draft goes first: the saved note brings a fresh form at once.
    await draft.discard();
    add.mutate({ caseId, body });
  });
  if (!draft.ready) return <DelayedSkeleton lines={3} />;
  return (
    <FormFrame
      takesFocus={false}
      label={t('notes.new')}
      submitLabel={t('notes.add')}
      saving={add.isPending}
      error={add.error && toAppError(add.error)}
      restoredAt={draft.restoredAt}
      draftKey={draft.key}
      onSubmit={(event) => save(event)}
    >
      <Textarea
        dir="auto"
        label={t('notes.new')}
        description={t('notes.hint')}
        {...form.getInputProps('body')}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
    </FormFrame>
  );
}
