import { SegmentedControl, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { databaseKind, databaseKinds } from '#shared/domain/database-kind.ts';
import type { MrzReading } from '#shared/domain/mrz.ts';
import { purposes } from '#shared/domain/purpose.ts';
import { useCoreAction } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../ui/form-frame.tsx';
import { FormMrz, FormWordSelect } from '../../ui/form-inputs.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { inputsOf } from '../../ui/use-checked-form.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useKeyboardWedge } from '../../ui/use-keyboard-wedge.ts';
import { useMrzText } from '../../ui/use-mrz-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { QuestionFields } from './question-fields.tsx';
import { askAboutMrz, problemsOf, questionFormValues, questionOf } from './question-form-values.ts';
import type { StartingQuestion } from './use-starting-question.ts';

interface CheckFormProps {
  readonly start: StartingQuestion;
  readonly onRun: (id: string) => void;
  readonly onCancel: () => void;
}

/** What is asked of which database, and why; the local answer comes at once, the online one when the hub can be asked. */
export function CheckForm({ start, onRun, onCancel }: CheckFormProps) {
  const { t } = useTranslation(['checks', 'common']);
  const word = useWords();
  const run = useCoreAction('check.run');
  const [readings, setReadings] = useState(0);
  const form = useForm({
    mode: 'controlled',
    initialValues: start.values,
    validateInputOnBlur: true,
    validate: (values) =>
      Object.fromEntries(
        problemsOf(values).map((field) => [field, t(problemText[field] ?? 'common:fieldError.required')]),
      ),
  });
  const draft = useDraft(
    `check.new.${start.subjectId ?? start.caseId ?? 'free'}`,
    questionFormValues,
    form.values,
    (kept) => form.setValues(kept),
  );
  const zone = useMrzText(form.values.zone, (text) => form.setFieldValue('zone', text));
  const fill = (reading: MrzReading) => {
    form.setValues(askAboutMrz(form.getValues(), reading));
    form.clearErrors();
    setReadings((count) => count + 1);
  };
  const onZone = (text: string) => {
    const result = zone.take(text);
    if (result.ok) fill(result.value);
    else setReadings((count) => count + 1);
  };
  const wedge = useKeyboardWedge({ snapshot: form.getValues, restore: (before) => form.setValues(before), onZone });
  const submit = form.onSubmit((values) => {
    const question = questionOf(values);
    if (question === null || values.purpose === null) return;
    const { caseId, subjectKind, subjectId } = start;
    run.mutate(
      { caseId, purpose: values.purpose, question, subjectKind, subjectId },
      { onSuccess: ({ id }) => void draft.discard().then(() => onRun(id)) },
    );
  });
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <div onKeyDownCapture={wedge}>
      <FormFrame
        label={t('checks:new.title')}
        submitLabel={t('checks:new.run')}
        saving={run.isPending}
        error={run.error && toAppError(run.error)}
        restoredAt={draft.restoredAt}
        draftKey={draft.key}
        onSubmit={(event) => submit(event)}
        onCancel={onCancel}
        onDiscard={form.isDirty() ? () => void draft.discard().then(onCancel) : undefined}
      >
        {start.caseReference && <Text size="sm">{t('checks:new.forCase', { reference: start.caseReference })}</Text>}
        <SegmentedControl
          aria-label={t('checks:field.database')}
          data={databaseKinds.map((kind) => ({ value: kind, label: word('databaseKind', kind) }))}
          value={form.values.database}
          onChange={(kind) => form.setFieldValue('database', databaseKind.parse(kind))}
        />
        <FormWordSelect
          list="purpose"
          codes={purposes}
          required
          label={t('checks:field.purpose')}
          {...inputsOf(form)('purpose')}
        />
        {form.values.database !== 'vehicle' && <FormMrz value={zone.value} onChange={zone.change} onReading={fill} />}
        <QuestionFields key={readings} database={form.values.database} inputOf={inputsOf(form)} />
      </FormFrame>
    </div>
  );
}

/** Where "needed" would not say enough. */
const problemText: Readonly<Record<string, 'checks:field.vehicleNeeds'>> = {
  'vehicle.vin': 'checks:field.vehicleNeeds',
};
