import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { documentTypes } from '#shared/domain/travel-document.ts';
import { CountryField } from '../../../ui/country-field.tsx';
import { PartialDateField } from '../../../ui/partial-date-field.tsx';
import type { InputOf } from '../../../ui/use-checked-form.ts';
import { WordSelect } from '../../../ui/word-select.tsx';
import type { DocumentFormValues } from './document-form-values.ts';

interface DocumentFieldsProps {
  readonly inputOf: InputOf<keyof DocumentFormValues>;
}

/** What is written down of a travel or identity document. */
export function DocumentFields({ inputOf }: DocumentFieldsProps) {
  const { t } = useTranslation('objects');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <TextInput dir="ltr" spellCheck={false} required label={t('document.number')} {...inputOf('number')} />
        <WordSelect
          list="documentType"
          codes={documentTypes}
          required
          label={t('document.type')}
          {...inputOf('type')}
        />
        <CountryField required label={t('document.issuingCountry')} {...inputOf('issuingCountry')} />
        <PartialDateField label={t('document.issueDate')} {...inputOf('issueDate')} />
        <PartialDateField label={t('document.expiryDate')} {...inputOf('expiryDate')} />
      </SimpleGrid>
      <Textarea dir="auto" minRows={2} label={t('document.remarks')} {...inputOf('remarks')} />
    </>
  );
}
