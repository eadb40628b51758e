import { z } from 'zod';
import { messagePriority } from '../domain/message-priority.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** Stands for a file the person chose. */
const fileToken = z.string().min(1).max(64);

/** What became of one envelope or check of a bundle: what the hub may see of it, and its outcome. */
export const bundleItem = z.object({
  /** Of the envelope, or of the check. */
  id: z.string(),
  kind: z.string(),
  to: z.array(z.string()),
  priority: messagePriority,
  /** Null of a check: only envelopes are numbered. */
  sequence: z.int().nullable(),
  /**
   * sent: the hub has it since now · known: it had it already · refused: the hub has decided against it · undecided: it goes again, by the
   * line or by the next bundle · answered: the database has answered the check · taken: it leaves from this workstation · unreadable: it could not be opened
   */
  outcome: z.enum(['sent', 'known', 'refused', 'undecided', 'answered', 'taken', 'unreadable']),
  /** Of the hub's answer table, where it was not accepted. */
  code: z.string().nullable(),
});
export type BundleItem = z.infer<typeof bundleItem>;

export const bundleRow = z.object({
  id: z.string(),
  direction: z.enum(['outward', 'carried', 'answers', 'taken-over']),
  /** What people call the workstation whose work it carries. */
  name: z.string(),
  number: z.int(),
  at: instant,
  by: z.string(),
  items: z.int(),
  answeredAt: instant.nullable(),
});
export type BundleRow = z.infer<typeof bundleRow>;

/** What reading a bundle in came to. */
export const bundleReport = z.object({
  /** carried: brought to the hub for another workstation · answers: read in for this one · taken-over: the work of a revoked one */
  kind: z.enum(['carried', 'answers', 'taken-over']),
  /** Of the bundle in bundle.list. */
  id: z.string(),
  name: z.string(),
  number: z.int(),
  items: z.array(bundleItem),
  /** Messages and files that arrived with it. */
  messages: z.int(),
  files: z.int(),
  /** When the same was read in here before; null = for the first time. */
  readBefore: instant.nullable(),
  /** Answers begin after what is known here: those before them have to be read in first. */
  isStreamLeftOut: z.boolean(),
});
export type BundleReport = z.infer<typeof bundleReport>;

type Report = z.infer<typeof bundleReport>;
const auditOfReport = ({ kind, name, number, items, messages, files }: Report) => ({
  kind,
  name,
  number,
  items: items.length,
  messages,
  files,
});

export const bundleEntries = {
  /** Writes what waits in the outbox into a file, for transport. Tells its progress in bytes; can be cancelled; read back before it counts. */
  'bundle.write': action({
    input: z.object({ token: fileToken }),
    output: z.object({
      id: z.string(),
      number: z.int(),
      /** Checks included. */
      items: z.int(),
      checks: z.int(),
      /** Checks that stay behind and wait for the line. */
      checksLeft: z.int(),
      bytes: z.int(),
    }),
    access: 'bundle.exchange',
    audit: {
      subject: 'bundle',
      id: (_input, output) => output.id,
      detail: (_input, { number, items, checks }) => ({ number, items, checks }),
    },
  }),
  /** Reads a bundle in: another workstation's is carried to the hub, the answers for this one are taken in. */
  'bundle.read': action({
    input: z.object({ token: fileToken }),
    output: bundleReport,
    access: 'bundle.exchange',
    audit: {
      subject: 'bundle',
      id: (_input, output) => output.id,
      detail: (_input, output) => auditOfReport(output),
    },
  }),
  /** Writes the hub's answers for the workstation whose bundle was carried. */
  'bundle.write-answers': action({
    input: z.object({ id: z.string().max(36), token: fileToken }),
    output: z.object({ name: z.string(), number: z.int(), bytes: z.int() }),
    access: 'bundle.exchange',
    audit: {
      subject: 'bundle',
      id: (input) => input.id,
      detail: (_input, { name, number }) => ({ name, number }),
    },
  }),
  /** Takes over what a revoked workstation of the bureau had not sent: it leaves from here, in the name of who does it. */
  'bundle.take-over': action({
    input: z.object({ token: fileToken }),
    output: bundleReport,
    access: 'workstation.manage',
    adds: true,
    audit: {
      subject: 'bundle',
      id: (_input, output) => output.id,
      detail: (_input, output) => auditOfReport(output),
    },
  }),
  /** The bundles of the last time, the latest first. */
  'bundle.list': query({
    input: z.object({}),
    output: z.array(bundleRow),
    access: 'bundle.exchange',
    reads: ['bundles'],
  }),
} as const;
