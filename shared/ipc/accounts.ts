import { z } from 'zod';
import { bureauRole, role } from '../domain/role.ts';
import { userId, workstationId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { keyringStanding } from './keyring.ts';
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
  /** What keyring this computer has (`backend`: its name, e.g. dpapi), and whether one's own account needs it. */
  'account.keyring': query({
    input: z.object({}),
    output: z.object({ backend: z.string(), standing: keyringStanding, needed: z.boolean() }),
    access: 'self.manage',
    reads: [],
  }),
  /** One's own account needs this computer's keyring as well as the passphrase, or not any more. */
  'account.need-keyring': action({
    input: z.object({ needed: z.boolean(), passphrase: z.string().max(1024) }),
    output: z.object({}),
    access: 'self.manage',
    audit: { subject: 'account', id: () => null, detail: (input) => ({ needed: input.needed }) },
  }),
  /**
   * A new recovery key, told this one time; the one before opens nothing any more, and the root key is renewed. The passphrase of
   * whoever asks confirms it.
   */
  'workstation.replace-recovery-key': action({
    input: z.object({ passphrase: z.string().max(1024) }),
    /** As of session.enrol. */
    output: z.object({ recoveryKey: z.string(), bureau: bureauCode, workstation: z.string() }),
    access: 'workstation.manage',
    audit: { subject: 'workstation', id: () => null },
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
      /** How large the database may become. */
      limitBytes: z.int(),
      /** Free space on the disk; null = not known. */
      freeBytes: z.int().nullable(),
      integrity: z.discriminatedUnion('state', [
        z.object({ state: z.literal('not-yet') }),
        z.object({ state: z.literal('running'), checked: z.int(), tables: z.int() }),
        z.object({ state: z.literal('sound'), at: instant, longestMs: z.int() }),
        z.object({ state: z.literal('unsound'), at: instant, longestMs: z.int(), tables: z.array(z.string()) }),
      ]),
      journalBytes: z.int(),
      generation: z.int(),
      /** The number of the root key: one more with each renewal. */
      keyEpoch: z.int(),
      /** Files sealed under it already, of all; attachments that are damaged and cannot be. Null: all are. */
      keyRenewal: z.object({ done: z.int(), total: z.int(), damaged: z.int() }).nullable(),
    }),
    access: 'settings.read',
    reads: ['identity', 'keys', 'store_state'],
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
