import { z } from 'zod';

/** Posts of a bureau. One account may hold several; what each may do stands in permissions.ts. */
export const roles = ['officer', 'duty-officer', 'supervisor', 'administrator', 'dpo', 'security-officer'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** What a bureau is: the General Secretariat uses the same application and gets the review desk. */
export const bureauRoles = ['national-central-bureau', 'field-office', 'general-secretariat'] as const;
export const bureauRole = z.enum(bureauRoles);
export type BureauRole = z.infer<typeof bureauRole>;
