import { z } from 'zod';
import { casePriority } from '#shared/domain/case-priority.ts';
import { crimeArea } from '#shared/domain/crime-area.ts';
import { handlingCode } from '#shared/domain/handling-code.ts';
import { marking } from '#shared/domain/marking.ts';
import { purpose } from '#shared/domain/purpose.ts';
import { type CaseDetail, type CaseFields, caseFields } from '#shared/ipc/cases.ts';
import { type UserId, userId } from '#shared/lib/ids.ts';

/** The case form while it is being filled in: crime area and purpose have no default, a person chooses them. */
export const caseFormValues = z.object({
  title: z.string(),
  crimeArea: crimeArea.nullable(),
  priority: casePriority,
  purpose: purpose.nullable(),
  handling: handlingCode,
  marking,
  officerId: userId.nullable(),
  description: z.string(),
});
export type CaseFormValues = z.infer<typeof caseFormValues>;

/** A new case is its author's own until somebody else is put in charge. */
export const newCaseValues = (officerId: UserId | null): CaseFormValues => ({
  title: '',
  crimeArea: null,
  priority: 'normal',
  purpose: null,
  handling: 'H0',
  marking: 'for-official-use-only',
  officerId,
  description: '',
});

export const caseFormValuesOf = (detail: CaseDetail): CaseFormValues => caseFormValues.parse(detail);

/** The fields as the core takes them; throws where the form has not been validated. */
export const toCaseFields = (values: CaseFormValues): CaseFields => caseFields.parse(values);
