import { Checkbox, SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { eyeCodes, hairCodes } from '#shared/domain/description-code.ts';
import { sexes } from '#shared/domain/sex.ts';
import {
  FormCountries,
  FormDate,
  FormNumber,
  FormTags,
  FormText,
  FormTextarea,
  FormWordSelect,
} from '../../../ui/form-inputs.ts';
import type { InputOf } from '../../../ui/use-checked-form.ts';
import classes from './known-persons.module.css';
import type { PersonFormValues } from './person-form-values.ts';

interface PersonFieldsProps {
  readonly inputOf: InputOf<keyof PersonFormValues>;
  /** Shown under the names, over the whole width. */
  readonly belowNames?: ReactNode;
}

/** The identity of a person; unknown is a value everywhere but in the family name. */
export function PersonFields({ inputOf, belowNames = null }: PersonFieldsProps) {
  const { t } = useTranslation('persons');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <FormText dir="auto" label={t('field.familyName')} required {...inputOf('familyName')} />
        <FormText dir="auto" label={t('field.forename')} {...inputOf('forename')} />
        {belowNames && <div className={classes.wide}>{belowNames}</div>}
        <FormWordSelect list="sex" codes={sexes} label={t('field.sex')} {...inputOf('sex')} />
        <FormDate label={t('field.birthDate')} {...inputOf('birthDate')} />
        <FormCountries label={t('field.nationalities')} {...inputOf('nationalities')} />
        <FormText dir="auto" label={t('field.birthPlace')} {...inputOf('birthPlace')} />
        <FormText dir="auto" label={t('field.birthName')} {...inputOf('birthName')} />
        <FormTags label={t('field.aliases')} description={t('field.aliasesHint')} {...inputOf('aliases')} />
        <FormWordSelect list="eyeCode" codes={eyeCodes} label={t('field.eyes')} clearable {...inputOf('eyes')} />
        <FormWordSelect list="hairCode" codes={hairCodes} label={t('field.hair')} clearable {...inputOf('hair')} />
        <HeightField inputOf={inputOf} />
      </SimpleGrid>
      <FormTextarea dir="auto" minRows={2} label={t('field.marks')} {...inputOf('marks')} />
      <FormTextarea dir="auto" minRows={2} label={t('field.cautions')} {...inputOf('cautions')} />
      <Checkbox
        my="xs"
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
    <FormNumber
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
