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
  /** 'here' = sealed on this machine · 'arriving' = announced by a message, still being fetched · 'failed' = could not be fetched or opened. */
  state: z.enum(['here', 'arriving', 'failed']),
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
    audit: { subject: 'attachment', id: (_input, output) => output.id },
  }),
  /** Writes a file in clear to a place the person chose. */
  'file.save': action({
    input: z.object({ id: attachmentId, token: z.string().max(64) }),
    output: z.object({}),
    access: 'export.make',
    audit: { subject: 'attachment', id: (input) => input.id },
  }),
} as const;
