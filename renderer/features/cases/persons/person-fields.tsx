import { Checkbox, NumberInput, SimpleGrid, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { eyeCodes, hairCodes } from '#shared/domain/description-code.ts';
import { sexes } from '#shared/domain/sex.ts';
import { CountriesField } from '../../../ui/countries-field.tsx';
import { PartialDateField } from '../../../ui/partial-date-field.tsx';
import type { InputOf } from '../../../ui/use-checked-form.ts';
import { WordSelect } from '../../../ui/word-select.tsx';
import type { PersonFormValues } from './person-form-values.ts';

interface PersonFieldsProps {
  readonly inputOf: InputOf<keyof PersonFormValues>;
}

/** The identity of a person; unknown is a value everywhere but in the family name. */
export function PersonFields({ inputOf }: PersonFieldsProps) {
  const { t } = useTranslation('persons');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <TextInput dir="auto" label={t('field.familyName')} required {...inputOf('familyName')} />
        <TextInput dir="auto" label={t('field.forename')} {...inputOf('forename')} />
        <WordSelect list="sex" codes={sexes} label={t('field.sex')} {...inputOf('sex')} />
        <PartialDateField label={t('field.birthDate')} {...inputOf('birthDate')} />
        <CountriesField label={t('field.nationalities')} {...inputOf('nationalities')} />
        <TextInput dir="auto" label={t('field.birthPlace')} {...inputOf('birthPlace')} />
        <TextInput dir="auto" label={t('field.birthName')} {...inputOf('birthName')} />
        <TagsInput label={t('field.aliases')} description={t('field.aliasesHint')} {...inputOf('aliases')} />
        <WordSelect list="eyeCode" codes={eyeCodes} label={t('field.eyes')} clearable {...inputOf('eyes')} />
        <WordSelect list="hairCode" codes={hairCodes} label={t('field.hair')} clearable {...inputOf('hair')} />
        <HeightField inputOf={inputOf} />
      </SimpleGrid>
      <Textarea dir="auto" minRows={2} label={t('field.marks')} {...inputOf('marks')} />
      <Textarea dir="auto" minRows={2} label={t('field.cautions')} {...inputOf('cautions')} />
      <Checkbox
        label={t('field.identityConfirmed')}
        description={t('field.identityConfirmedHint')}
        {...inputOf('identityConfirmed', { type: 'checkbox' })}
      />
    </>
  );
}

function HeightField({ inputOf }: PersonFieldsProps) {
  const { t } = useTranslation('persons');
  const { onChange, value, ...input } = inputOf('height');
  return (
    <NumberInput
      label={t('field.height')}
      size="xs"
      allowDecimal={false}
      allowNegative={false}
      hideControls
      value={value ?? ''}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
      {...input}
    />
  );
}
