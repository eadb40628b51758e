import { z } from 'zod';
import { role } from '../domain/role.ts';
import { userId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';
import { sessionPhase } from './wire.ts';

/** Login names: lower case, so that nobody has to remember how they were written. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/);

/** At least twelve characters (NIST SP 800-63B §3.1.1: length before composition). */
export const passphrase = z.string().min(12).max(1024);

export const signedInUser = z.object({
  id: userId,
  username: z.string(),
  name: z.string(),
  roles: z.array(role),
});
export type SignedInUser = z.infer<typeof signedInUser>;

export const storeDamage = z.object({
  /** The damaged file, by its plain name. */
  file: z.string(),
  /** Where a copy of it is kept; null = it could not be copied. The original was not touched. */
  keptAt: z.string().nullable(),
  /** What can be read all the same; null = nothing. */
  readable: z
    .object({
      /** When the last change was made that can be read; null = not known. */
      lastChangeAt: instant.nullable(),
      /** Saved transactions that cannot be read any more; unless `exact` there may be more. */
      lostTransactions: z.int(),
      exact: z.boolean(),
    })
    .nullable(),
  /** Whether who signed in may decide to go on with what can be read. */
  maySalvage: z.boolean(),
});
export type StoreDamage = z.infer<typeof storeDamage>;

const credentials = z.object({ username: z.string().trim().toLowerCase().max(64), passphrase: z.string().max(1024) });

export const sessionEntries = {
  'session.state': query({
    input: z.object({}),
    output: z.object({
      phase: sessionPhase,
      usernames: z.array(z.string()),
      user: signedInUser.nullable(),
      bureau: z.string().nullable(),
      /** The store is only looked at: nothing is written, every action is refused. */
      looking: z.boolean(),
      /** What the last sign-in met, whose passphrase was right. */
      damage: storeDamage.nullable(),
    }),
    access: 'locked',
    reads: ['users'],
  }),
  /** Makes the keys and the store, sends the certificate request with the one-time code, and signs the first administrator in. */
  'session.enrol': action({
    input: z.object({
      hubUrl: z.url({ protocol: /^https$/ }),
      enrolmentCode: z.string().trim().min(1).max(128),
      account: z.object({ username, name: z.string().trim().min(1).max(120), passphrase }),
    }),
    /** `recoveryKey`: 24 words (shared/domain/recovery-words.ts), told this one time. `workstation`: its name, e.g. UTO-7F3A. */
    output: z.object({ recoveryKey: z.string(), bureau: z.string(), workstation: z.string() }),
    access: 'locked',
    audit: 'none',
  }),
  'session.unlock': action({
    input: credentials,
    output: z.object({ user: signedInUser }),
    access: 'locked',
    audit: 'none',
  }),
  /** After a sign-in has met damage: goes on with what precedes it, keeps every old file aside, and writes that into the audit trail. */
  'session.salvage': action({
    input: credentials,
    output: z.object({ user: signedInUser }),
    access: 'locked',
    audit: 'none',
  }),
  /** After a sign-in has met damage: shows what can be read, and writes nothing at all. */
  'session.look': action({
    input: credentials,
    output: z.object({ user: signedInUser }),
    access: 'locked',
    audit: 'none',
  }),
  /** Whoever holds the printed recovery key gives an account a new passphrase; its owner then signs in with it. */
  'session.recover': action({
    input: z.object({
      /** As typed or pasted from the paper. */
      recoveryKey: z.string().trim().min(1).max(2000),
      username: z.string().trim().toLowerCase().max(64),
      passphrase,
    }),
    output: z.object({}),
    access: 'locked',
    audit: 'none',
  }),
} as const;
