import type { z } from 'zod';
import type { Permission } from '../domain/permissions.ts';

/**
 * What a contract entry is. Everything derives from it: validation and the permission check in the core's dispatch, the audit
 * entry, and the React hooks.
 *
 * access: 'locked' = may be called before anyone signed in; 'signed-in' = any account; else the permission the account must hold.
 */
export type Access = 'locked' | 'signed-in' | Permission;

/** What an audit entry is about, and which id of it. */
export interface AuditRule<I, O> {
  readonly subject: string;
  readonly id: (input: I, output: O) => string | null;
  /** What to keep of the input beside the id, e.g. the searched name; never a secret. */
  readonly detail?: (input: I, output: O) => unknown;
}

export interface QueryEntry<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query';
  readonly input: I;
  readonly output: O;
  readonly access: Access;
  /** Tables whose change makes a shown answer stale. */
  readonly reads: readonly string[];
  readonly audit?: AuditRule<z.output<I>, z.output<O>>;
}

export interface ActionEntry<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'action';
  readonly input: I;
  readonly output: O;
  readonly access: Access;
  /** Every action leaves one audit entry; 'none' only where there is no store to write it to yet, or nothing of a case changes. */
  readonly audit: AuditRule<z.output<I>, z.output<O>> | 'none';
  /** True where it brings new content: refused, before anything is begun, while the store is as large as it may be. */
  readonly adds?: boolean;
  /** True where the rules ask for a second person to confirm (RPD Art. 77: internal validation). */
  readonly secondPerson?: boolean;
}

export const query = <I extends z.ZodType, O extends z.ZodType>(
  entry: Omit<QueryEntry<I, O>, 'kind'>,
): QueryEntry<I, O> => ({
  kind: 'query',
  ...entry,
});

export const action = <I extends z.ZodType, O extends z.ZodType>(
  entry: Omit<ActionEntry<I, O>, 'kind'>,
): ActionEntry<I, O> => ({ kind: 'action', ...entry });
