import { z } from 'zod';
import { partialDate } from '#shared/domain/partial-date.ts';
import { documentType } from '#shared/domain/travel-document.ts';
import { type DocumentFields, documentFields } from '#shared/ipc/objects.ts';
import { personId } from '#shared/lib/ids.ts';

/** The document form while it is being filled in. */
export const documentFormValues = z.object({
  number: z.string(),
  type: documentType,
  issuingCountry: z.string().nullable(),
  holderId: personId.nullable(),
  issueDate: partialDate.nullable(),
  expiryDate: partialDate.nullable(),
  remarks: z.string(),
});
export type DocumentFormValues = z.infer<typeof documentFormValues>;

export const emptyDocument: DocumentFormValues = {
  number: '',
  type: 'passport',
  issuingCountry: null,
  holderId: null,
  issueDate: null,
  expiryDate: null,
  remarks: '',
};

export const documentFormValuesOf = (document: DocumentFields): DocumentFormValues =>
  documentFormValues.parse(document);

/** The fields as the core takes them; throws where the form has not been validated. */
export const toDocumentFields = (values: DocumentFormValues): DocumentFields => documentFields.parse(values);
