import { Fieldset } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MrzReading } from '#shared/domain/mrz.ts';
import { personRoles } from '#shared/domain/person-role.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { FormFrame } from '../../../ui/form-frame.tsx';
import { FormMrz, FormWordSelect } from '../../../ui/form-inputs.ts';
import { inputsOf } from '../../../ui/use-checked-form.ts';
import { useDraftedForm } from '../../../ui/use-drafted-form.ts';
import { useKeyboardWedge } from '../../../ui/use-keyboard-wedge.ts';
import { useMrzText } from '../../../ui/use-mrz-text.ts';
import { KnownPersons } from './known-persons.tsx';
import { NewPersonDocument } from './new-person-document.tsx';
import { PersonFields } from './person-fields.tsx';
import { emptyPerson, fillFromMrz, newPersonRules, newPersonValues } from './person-form-values.ts';
import { useCreatePerson } from './use-create-person.ts';

interface NewPersonProps {
  readonly caseId: CaseId;
  readonly onDone: () => void;
}

/** A new person in a case, written by hand or read from the machine readable zone together with the travel document. */
export function NewPerson({ caseId, onDone }: NewPersonProps) {
  const { t } = useTranslation('persons');
  const [readings, setReadings] = useState(0);
  const { form, draft } = useDraftedForm({
    key: `person.new.${caseId}`,
    rules: newPersonRules,
    shape: newPersonValues,
    initial: emptyPerson,
  });
  const zone = useMrzText(form.values.zone, (text) => form.setFieldValue('zone', text));
  const creation = useCreatePerson(caseId);
  const fill = (reading: MrzReading) => {
    form.setValues(fillFromMrz(form.getValues(), reading));
    form.clearErrors();
    setReadings((count) => count + 1);
  };
  const onZone = (text: string) => {
    const result = zone.take(text);
    if (result.ok) fill(result.value);
    // The fields are drawn anew: some of them keep what the reader typed into them.
    else setReadings((count) => count + 1);
  };
  const wedge = useKeyboardWedge({ snapshot: form.getValues, restore: (before) => form.setValues(before), onZone });
  const write = async (known: PersonId | null) => {
    if (!(await creation.create(form.getValues(), known))) return;
    await draft.discard();
    onDone();
  };
  const save = form.onSubmit(() => void write(null));
  /** A person who is on this machine already needs nothing but the role, and the document if one was read. */
  const choose = async (known: PersonId) => {
    const { errors } = form.validate();
    const matters = Object.keys(errors).filter((field) => field === 'role' || field.startsWith('document.'));
    if (matters.length === 0) await write(known);
  };
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <div onKeyDownCapture={wedge}>
      <FormFrame
        label={t('newTitle')}
        submitLabel={t('create')}
        saving={creation.isSaving}
        error={creation.error}
        restoredAt={draft.restoredAt}
        draftKey={draft.key}
        onSubmit={(event) => save(event)}
        onCancel={onDone}
        onDiscard={form.isDirty() ? () => void draft.discard().then(onDone) : undefined}
      >
        <FormMrz value={zone.value} onChange={zone.change} onReading={fill} />
        <FormWordSelect
          list="personRole"
          codes={personRoles}
          required
          label={t('field.role')}
          {...inputsOf(form)('role')}
        />
        <Fieldset key={readings} legend={t('identity.title')} variant="unstyled">
          <PersonFields
            inputOf={inputsOf(form)}
            belowNames={
              <KnownPersons
                caseId={caseId}
                familyName={form.values.familyName}
                forename={form.values.forename}
                onChoose={(known) => void choose(known)}
              />
            }
          />
        </Fieldset>
        <NewPersonDocument
          document={form.values.document}
          onChange={(document) => form.setFieldValue('document', document)}
          inputOf={inputsOf(form, 'document.')}
        />
      </FormFrame>
    </div>
  );
}
