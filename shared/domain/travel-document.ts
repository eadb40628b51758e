import { z } from 'zod';

/** Kinds of identity and travel documents. */
export const documentTypes = [
  'passport',
  'diplomatic-passport',
  'service-passport',
  'emergency-passport',
  'identity-card',
  'residence-permit',
  'visa',
  'refugee-travel-document',
  'stateless-travel-document',
  'seafarer-identity-document',
  'crew-certificate',
  'laissez-passer',
  'driving-licence',
  'other',
] as const;
export const documentType = z.enum(documentTypes);
export type DocumentType = z.infer<typeof documentType>;

/** Why a document is in the stolen and lost travel documents database (SLTD). */
export const sltdFraudTypes = ['stolen-blank', 'lost', 'stolen', 'revoked', 'invalid'] as const;
export const sltdFraudType = z.enum(sltdFraudTypes);
export type SltdFraudType = z.infer<typeof sltdFraudType>;
