/** How the value of a field that was sent is read: most are text, the others are codes. */
export type SentFieldKind =
  | 'text'
  | 'code'
  | 'date'
  | 'country'
  | 'countries'
  | 'sex'
  | 'eyeCode'
  | 'hairCode'
  | 'documentType'
  | 'centimetres'
  | 'yes-no';

const kinds: Readonly<Record<string, SentFieldKind>> = {
  sex: 'sex',
  birthDate: 'date',
  issueDate: 'date',
  expiryDate: 'date',
  nationalities: 'countries',
  issuingCountry: 'country',
  plateCountry: 'country',
  eyes: 'eyeCode',
  hair: 'hairCode',
  height: 'centimetres',
  identityConfirmed: 'yes-no',
  documentType: 'documentType',
  number: 'code',
  vin: 'code',
  plate: 'code',
  engineNumber: 'code',
};

/** @param name field of a subject in shared/protocol/message-body.ts; one this version does not know is text. */
export const sentFieldKind = (name: string): SentFieldKind => kinds[name] ?? 'text';
