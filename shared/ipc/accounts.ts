import { z } from 'zod';
import { bureauRole, role } from '../domain/role.ts';
import { userId, workstationId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { bureauCode } from './messages.ts';
import { instant, page, window } from './paging.ts';
import { passphrase, username } from './session.ts';

export const account = z.object({
  id: userId,
  username: z.string(),
  name: z.string(),
  roles: z.array(role),
  active: z.boolean(),
  createdAt: instant,
});

export const accountEntries = {
  'account.list': query({
    input: z.object({}),
    output: z.array(account),
    access: 'account.read',
    reads: ['users'],
  }),
  /** Who may be put in charge of a case: active accounts that may write cases. */
  'officer.list': query({
    input: z.object({}),
    output: z.array(z.object({ id: userId, name: z.string() })),
    access: 'case.read',
    reads: ['users'],
  }),
  'account.create': action({
    input: z.object({ username, name: z.string().trim().min(1).max(120), roles: z.array(role).min(1), passphrase }),
    output: z.object({ id: userId }),
    access: 'account.manage',
    audit: { subject: 'account', id: (_input, output) => output.id, detail: (input) => ({ roles: input.roles }) },
  }),
  /** Takes the key slot away: the account can no longer open the store. */
  'account.deactivate': action({
    input: z.object({ id: userId }),
    output: z.object({}),
    access: 'account.manage',
    audit: { subject: 'account', id: (input) => input.id },
  }),
  /** A forgotten passphrase: the administrator gives a new one, to be changed by its owner. Also releases the name. */
  'account.reset-passphrase': action({
    input: z.object({ id: userId, passphrase }),
    output: z.object({}),
    access: 'account.manage',
    audit: { subject: 'account', id: (input) => input.id },
  }),
  /** Lets a name that ten wrong passphrases have locked on this machine try again. */
  'account.release': action({
    input: z.object({ id: userId }),
    output: z.object({}),
    access: 'account.release',
    audit: { subject: 'account', id: (input) => input.id },
  }),
  'account.change-passphrase': action({
    input: z.object({ current: z.string().max(1024), next: passphrase }),
    output: z.object({}),
    access: 'self.manage',
    audit: { subject: 'account', id: () => null },
  }),
  'workstation.info': query({
    input: z.object({}),
    output: z.object({
      bureau: bureauCode,
      workstationId,
      name: z.string(),
      hubUrl: z.string(),
      /** SHA-256 of the hub CA's public key, hex in groups: two people can compare it. */
      hubFingerprint: z.string(),
      certificateUntil: instant,
      databaseBytes: z.int(),
      journalBytes: z.int(),
      generation: z.int(),
    }),
    access: 'settings.read',
    reads: ['identity'],
  }),
  'directory.list': query({
    input: z.object({}),
    output: z.array(
      z.object({
        code: bureauCode,
        role: bureauRole,
        /** Names by language. */
        names: z.record(z.string(), z.string()),
        own: z.boolean(),
        /** False while the bureau has no key yet: nothing can be sealed to it. */
        reachable: z.boolean(),
        keyFingerprint: z.string().nullable(),
      }),
    ),
    access: 'signed-in',
    reads: ['bureaus'],
  }),
  'audit.list': query({
    input: z.object({ search: z.string().max(100).default(''), ...window }),
    output: page(
      z.object({
        number: z.int(),
        at: instant,
        user: z.string(),
        method: z.string(),
        subject: z.string(),
        subjectId: z.string().nullable(),
        detail: z.string(),
      }),
    ).extend({ intact: z.boolean() }),
    access: 'audit.read',
    reads: ['audit'],
  }),
} as const;
