import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { documentTypes } from '#shared/domain/travel-document.ts';
import { FormCountry, FormDate, FormText, FormTextarea, FormWordSelect } from '../../../ui/form-inputs.ts';
import type { InputOf } from '../../../ui/use-checked-form.ts';
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
        <FormText dir="ltr" spellCheck={false} required label={t('document.number')} {...inputOf('number')} />
        <FormWordSelect
          list="documentType"
          codes={documentTypes}
          required
          label={t('document.type')}
          {...inputOf('type')}
        />
        <FormCountry required label={t('document.issuingCountry')} {...inputOf('issuingCountry')} />
        <FormDate label={t('document.issueDate')} {...inputOf('issueDate')} />
        <FormDate label={t('document.expiryDate')} {...inputOf('expiryDate')} />
      </SimpleGrid>
      <FormTextarea dir="auto" minRows={2} label={t('document.remarks')} {...inputOf('remarks')} />
    </>
  );
}
