import type { z } from 'zod';
import { accountEntries } from './accounts.ts';
import { arrivalEntries } from './arrivals.ts';
import { backupEntries } from './backup.ts';
import { bundleEntries } from './bundles.ts';
import { bureauKeyEntries } from './bureau-keys.ts';
import { caseEntries } from './cases.ts';
import { checkEntries } from './checks.ts';
import { conflictEntries } from './conflicts.ts';
import { deskEntries } from './desk.ts';
import type { ActionEntry, QueryEntry } from './entry.ts';
import { fileEntries } from './files.ts';
import { messageEntries } from './messages.ts';
import { objectEntries } from './objects.ts';
import { outboxEntries } from './outbox.ts';
import { personEntries } from './persons.ts';
import { presenceEntries } from './presence.ts';
import { sessionEntries } from './session.ts';

/** The one list of everything that can be asked of the core: what is not here cannot be called. */
export const contract = {
  ...sessionEntries,
  ...caseEntries,
  ...personEntries,
  ...objectEntries,
  ...fileEntries,
  ...checkEntries,
  ...messageEntries,
  ...outboxEntries,
  ...bundleEntries,
  ...arrivalEntries,
  ...deskEntries,
  ...conflictEntries,
  ...presenceEntries,
  ...accountEntries,
  ...backupEntries,
  ...bureauKeyEntries,
} as const;

export type Contract = typeof contract;
export type Method = keyof Contract;
export type QueryMethod = { [M in Method]: Contract[M] extends QueryEntry ? M : never }[Method];
export type ActionMethod = { [M in Method]: Contract[M] extends ActionEntry ? M : never }[Method];

/** What a caller writes (defaults may be left out). */
export type Input<M extends Method> = z.input<Contract[M]['input']>;
/** What the core works with, defaults filled in. */
export type Parsed<M extends Method> = z.output<Contract[M]['input']>;
export type Output<M extends Method> = z.output<Contract[M]['output']>;

export const isMethod = (name: string): name is Method => Object.hasOwn(contract, name);
