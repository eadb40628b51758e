import { SimpleGrid } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { casePriorities } from '#shared/domain/case-priority.ts';
import { crimeAreas } from '#shared/domain/crime-area.ts';
import { handlingCodes } from '#shared/domain/handling-code.ts';
import { markings, markingText } from '#shared/domain/marking.ts';
import { purposes } from '#shared/domain/purpose.ts';
import { useCoreQuery } from '../../data.ts';
import { FormSelect, FormText, FormTextarea, FormWordSelect } from '../../ui/form-inputs.ts';
import type { InputOf } from '../../ui/use-checked-form.ts';
import type { CaseFormValues } from './case-form-values.ts';

const hintBelow: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const marks = markings.map((code) => ({ value: code, label: markingText[code] }));

interface CaseFieldsProps {
  readonly inputOf: InputOf<keyof CaseFormValues>;
}

/** What a person writes down of a case. */
export function CaseFieldInputs({ inputOf }: CaseFieldsProps) {
  const { t } = useTranslation('cases');
  return (
    <>
      <FormText dir="auto" required data-autofocus label={t('field.title')} {...inputOf('title')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <FormWordSelect
          list="crimeArea"
          codes={crimeAreas}
          required
          searchable
          label={t('field.crimeArea')}
          {...inputOf('crimeArea')}
        />
        <FormWordSelect
          list="purpose"
          codes={purposes}
          required
          label={t('field.purpose')}
          description={t('field.purposeHint')}
          inputWrapperOrder={hintBelow}
          {...inputOf('purpose')}
        />
        <FormWordSelect
          list="casePriority"
          codes={casePriorities}
          label={t('field.priority')}
          {...inputOf('priority')}
        />
        <OfficerSelect inputOf={inputOf} />
        <FormWordSelect
          list="handlingCode"
          codes={handlingCodes}
          label={t('field.handling')}
          {...inputOf('handling')}
        />
        <FormSelect data={marks} allowDeselect={false} label={t('field.marking')} {...inputOf('marking')} />
      </SimpleGrid>
      <FormTextarea dir="auto" minRows={4} label={t('field.description')} {...inputOf('description')} />
    </>
  );
}

function OfficerSelect({ inputOf }: CaseFieldsProps) {
  const { t } = useTranslation('cases');
  const officers = useCoreQuery('officer.list', {});
  const data = useMemo(
    () => (officers.data ?? []).map((officer) => ({ value: officer.id, label: officer.name })),
    [officers.data],
  );
  return (
    <FormSelect
      data={data}
      searchable
      clearable
      label={t('field.officer')}
      placeholder={t('officerNone')}
      {...inputOf('officerId')}
    />
  );
}
