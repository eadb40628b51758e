import { Checkbox, Fieldset } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InputOf } from '../../../ui/use-checked-form.ts';
import { DocumentFields } from '../objects/document-fields.tsx';
import { type DocumentFormValues, emptyDocument } from '../objects/document-form-values.ts';

interface NewPersonDocumentProps {
  readonly document: DocumentFormValues | null;
  readonly onChange: (document: DocumentFormValues | null) => void;
  readonly inputOf: InputOf<keyof DocumentFormValues>;
}

/** The travel document that is created together with the person. */
export function NewPersonDocument({ document, onChange, inputOf }: NewPersonDocumentProps) {
  const { t } = useTranslation('persons');
  return (
    <Fieldset legend={t('document.title')} variant="unstyled">
      <Checkbox
        label={t('document.together')}
        checked={document !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? emptyDocument : null)}
      />
      {document !== null && <DocumentFields inputOf={inputOf} />}
    </Fieldset>
  );
}
