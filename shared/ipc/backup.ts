import { z } from 'zod';
import { workstationId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';
import { signedInUser } from './session.ts';

/** Stands for a folder the person chose. */
const folderToken = z.string().min(1).max(64);

/** How many back-ups of a workstation stay in one folder unless somebody says otherwise. */
export const KEPT_BACKUPS = 10;

/** Which back-up of a folder: its identifier, 32 hexadecimal digits. */
const backupId = z.string().regex(/^[0-9a-f]{32}$/);

/** What opens a back-up: one of its people, or the printed key. */
export const wayIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('recovery-key'), recoveryKey: z.string().trim().min(1).max(400) }),
  z.object({
    kind: z.literal('passphrase'),
    username: z.string().trim().toLowerCase().max(64),
    passphrase: z.string().max(1024),
  }),
]);
export type WayIn = z.infer<typeof wayIn>;

export const backupRow = z.object({
  id: backupId,
  createdAt: instant,
  bureau: z.string(),
  workstation: z.string(),
  files: z.int(),
  /** Of all its sealed files. */
  bytes: z.int(),
  /** Attachments that were damaged on the workstation already. */
  damaged: z.int(),
});
export type BackupRow = z.infer<typeof backupRow>;

/** What is left of a workstation after it was erased: no personal data but the name of who did it. */
export const erasureReport = z.object({
  workstationId,
  workstation: z.string(),
  bureau: z.string(),
  by: z.string(),
  startedAt: instant,
  finishedAt: instant,
  cases: z.int(),
  attachments: z.int(),
  /** Requests and checks that had not left the machine. */
  unsent: z.int(),
  lastBackupAt: instant.nullable(),
  /** SHA-256 of the key-slot file that was destroyed, in hexadecimal digits. */
  keySlotsSha256: z.string(),
  /** Copies of key slots overwritten and removed. */
  keyFiles: z.int(),
  files: z.int(),
  bytes: z.int(),
  /** Sealed files the system would not give up yet; the next start removes them. */
  left: z.int(),
});
export type ErasureReport = z.infer<typeof erasureReport>;

export const backupEntries = {
  /** Writes a verified back-up into the folder, beside earlier ones. Tells its progress in bytes; can be cancelled. */
  'backup.make': action({
    input: z.object({ token: folderToken, keep: z.int().min(1).max(100).default(KEPT_BACKUPS) }),
    output: z.object({
      id: backupId,
      createdAt: instant,
      files: z.int(),
      bytes: z.int(),
      newFiles: z.int(),
      newBytes: z.int(),
      removed: z.int(),
      damaged: z.int(),
    }),
    access: 'backup.manage',
    audit: {
      subject: 'backup',
      id: (_input, output) => output.id,
      detail: (_input, { files, bytes, damaged }) => ({ files, bytes, damaged }),
    },
  }),
  /** The last one that was made here, by the audit trail. */
  'backup.last': query({
    input: z.object({}),
    output: z.object({ last: z.object({ at: instant, files: z.int(), bytes: z.int() }).nullable() }),
    access: 'backup.manage',
    reads: ['audit'],
  }),
  /** The back-ups in a chosen folder, of all workstations, newest first. Nothing is unlocked for it. */
  'session.backups': action({
    input: z.object({ token: folderToken }),
    output: z.array(backupRow),
    access: 'locked',
    audit: 'none',
  }),
  /**
   * Puts a back-up in place as the store of a new workstation, which then has to be enrolled. With `setAside` a store that is in the place,
   * damaged as it may be, is moved aside whole first; without it, it stops everything. The restore writes its own audit entry.
   */
  'session.restore': action({
    input: z.object({ token: folderToken, id: backupId, wayIn, setAside: z.boolean().default(false) }),
    output: z.object({
      bureau: z.string(),
      workstation: z.string(),
      createdAt: instant,
      usernames: z.array(z.string()),
      /** Where the former store is now, without its folder. */
      setAsideAt: z.string().nullable(),
    }),
    access: 'locked',
    audit: 'none',
  }),
  /** Makes a restored store that of a workstation of its bureau, and signs in. */
  'session.re-enrol': action({
    input: z.object({
      hubUrl: z.url({ protocol: /^https$/ }),
      enrolmentCode: z.string().trim().min(1).max(128),
      username: z.string().trim().toLowerCase().max(64),
      passphrase: z.string().max(1024),
    }),
    output: z.object({ user: signedInUser }),
    access: 'locked',
    audit: 'none',
  }),
  /** What an erasure would destroy. */
  'workstation.erasable': query({
    input: z.object({}),
    output: z.object({
      cases: z.int(),
      attachments: z.int(),
      unsent: z.int(),
      lastBackupAt: instant.nullable(),
    }),
    access: 'workstation.manage',
    reads: ['cases', 'attachments', 'outbox', 'audit'],
  }),
  /**
   * Lets a revoked machine begin anew: its store keeps its cases and loses the identity the hub no longer takes; what waited stays, for a
   * person to decide. Then it has to be enrolled (session.re-enrol). Its own audit entry stands in the same transaction.
   */
  'workstation.renew': action({
    input: z.object({}),
    output: z.object({}),
    access: 'workstation.manage',
    audit: 'none',
  }),
  /** Destroys the keys, then everything. Nothing is left that could hold an audit entry: the answer is the record. */
  'workstation.erase': action({
    input: z.object({ passphrase: z.string().max(1024) }),
    output: erasureReport,
    access: 'workstation.manage',
    audit: 'none',
  }),
} as const;
