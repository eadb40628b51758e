import { z } from 'zod';
import { attachmentId, caseId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

export const attachmentRow = z.object({
  id: attachmentId,
  name: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.int(),
  /** SHA-256 of the content, hex. */
  digest: z.string(),
  addedAt: instant,
  addedBy: z.string(),
  /** 'here' = sealed on this machine · 'announced' = added at another workstation of the bureau, which has not brought it to the hub yet ·
   *  'on-demand' = at the hub, fetched when somebody asks for it · 'arriving' = at the hub, still being fetched · 'gone' = the hub does not
   *  have it any more · 'failed' = could not be fetched or opened · 'damaged' = its sealed content was found altered. */
  state: z.enum(['here', 'announced', 'on-demand', 'arriving', 'gone', 'failed', 'damaged']),
  /** Bytes of one that is arriving that are here; null of any other. */
  arrived: z.int().nullable(),
  /** It is at the hub: while the hub keeps it, it can be fetched again. */
  canFetchAgain: z.boolean(),
  /** Somebody here asked for it: of the hub, where it arrives, and may be put back; or of the bureau's other workstations. */
  isAskedFor: z.boolean(),
  /** It is neither here nor at the hub, and the bureau's other workstations may have it. */
  canAskColleagues: z.boolean(),
  /** How long the hub keeps one that waits there; null of any other, and where nobody knows. */
  atHub: z
    .object({
      /** 'until' = as long as `until` at least · 'until-fetched' = until a workstation of the bureau has fetched it. */
      keeps: z.enum(['until', 'until-fetched']),
      until: instant.nullable(),
    })
    .nullable(),
});
export type AttachmentRow = z.infer<typeof attachmentRow>;

export const fileEntries = {
  'case.files': query({
    input: z.object({ id: caseId }),
    output: z.array(attachmentRow),
    access: 'case.read',
    reads: ['attachments'],
  }),
  /** Seals a file into the store; `token` stands for a file the person chose. Tells its progress in bytes; can be cancelled. */
  'file.add': action({
    input: z.object({ caseId, token: z.string().max(64) }),
    output: z.object({ id: attachmentId, name: z.string(), size: z.int() }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'attachment', id: (_input, output) => output.id },
  }),
  /** The size up to which files are fetched without anybody asking (bytes); null = whatever their size. */
  'file.limit': query({
    input: z.object({}),
    output: z.object({ bytes: z.int().nullable() }),
    access: 'signed-in',
    reads: ['sync_state'],
  }),
  /** Stays as a person leaves it. What waits and is smaller is fetched now; what is larger and has not begun waits from now on. */
  'file.set-limit': action({
    input: z.object({ bytes: z.int().min(0).nullable() }),
    output: z.object({}),
    access: 'outbox.manage',
    audit: { subject: 'workstation', id: () => null, detail: (input) => ({ bytes: input.bytes }) },
  }),
  /** Asks for a file that waits at the hub; without a line it is fetched once there is one. */
  'file.fetch': action({
    input: z.object({ id: attachmentId }),
    output: z.object({}),
    access: 'message.write',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
  /** Asks for it no longer. What has come of it is kept, for whoever asks again. */
  'file.take-back': action({
    input: z.object({ id: attachmentId }),
    output: z.object({}),
    access: 'message.write',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
  /** Asks the bureau's other workstations for a file that the hub does not have any more; who has it brings it there anew. */
  'file.ask-colleagues': action({
    input: z.object({ id: attachmentId }),
    output: z.object({}),
    access: 'message.write',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
  /** Fetches a file that came through the hub once more: because it could not be had, or was damaged here. */
  'file.fetch-again': action({
    input: z.object({ id: attachmentId }),
    output: z.object({}),
    access: 'message.write',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
  /** Writes a file in clear to a place the person chose. */
  'file.save': action({
    input: z.object({ id: attachmentId, token: z.string().max(64) }),
    output: z.object({}),
    access: 'export.make',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
} as const;
