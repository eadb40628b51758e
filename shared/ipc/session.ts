import { z } from 'zod';
import { role } from '../domain/role.ts';
import { userId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
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

export const sessionEntries = {
  'session.state': query({
    input: z.object({}),
    output: z.object({
      phase: sessionPhase,
      usernames: z.array(z.string()),
      user: signedInUser.nullable(),
      bureau: z.string().nullable(),
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
    output: z.object({ recoveryKey: z.string(), bureau: z.string() }),
    access: 'locked',
    audit: 'none',
  }),
  'session.unlock': action({
    input: z.object({ username: z.string().trim().toLowerCase().max(64), passphrase: z.string().max(1024) }),
    output: z.object({ user: signedInUser }),
    access: 'locked',
    audit: 'none',
  }),
  /** Whoever holds the printed recovery key gives an account a new passphrase; its owner then signs in with it. */
  'session.recover': action({
    input: z.object({
      recoveryKey: z.string().trim().min(1).max(400),
      username: z.string().trim().toLowerCase().max(64),
      passphrase,
    }),
    output: z.object({}),
    access: 'locked',
    audit: 'none',
  }),
} as const;
