import { z } from 'zod';
import { messagePriority } from '../domain/message-priority.ts';
import { caseId } from '../lib/ids.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** What needs me now, sorted by its clock. */
export const deskItem = z.object({
  kind: z.enum([
    'request-to-answer',
    'hit-to-confirm',
    'unread-answer',
    'needs-attention',
    'conflict-to-decide',
    'my-case',
  ]),
  id: z.string(),
  title: z.string(),
  from: z.string().nullable(),
  priority: messagePriority.nullable(),
  caseId: caseId.nullable(),
  caseReference: z.string().nullable(),
  due: instant.nullable(),
  at: instant,
});
export type DeskItem = z.infer<typeof deskItem>;

export const searchHit = z.object({
  kind: z.enum(['case', 'person', 'document', 'vehicle', 'message', 'note']),
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  caseId: caseId.nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const deskEntries = {
  'desk.list': query({
    input: z.object({}),
    output: z.array(deskItem),
    access: 'signed-in',
    reads: ['messages', 'checks', 'outbox', 'cases', 'conflicts'],
  }),
  /** Everything, by words without accents, in any script; what matches exactly first. */
  'search.all': query({
    input: z.object({ text: z.string().max(200), limit: z.int().min(1).max(50).default(20) }),
    output: z.array(searchHit),
    access: 'case.read',
    reads: ['search_documents'],
    audit: { subject: 'search', id: () => null, detail: (input) => ({ text: input.text }) },
  }),
  /** What is being typed in a form, sealed, so that a lock or a crash does not lose it. */
  'draft.get': query({
    input: z.object({ key: z.string().max(100) }),
    output: z.object({ data: z.unknown(), savedAt: instant }).nullable(),
    access: 'signed-in',
    reads: ['drafts'],
  }),
  'draft.save': action({
    input: z.object({ key: z.string().max(100), data: z.unknown() }),
    output: z.object({}),
    access: 'signed-in',
    audit: 'none',
  }),
  'draft.discard': action({
    input: z.object({ key: z.string().max(100) }),
    output: z.object({}),
    access: 'signed-in',
    audit: 'none',
  }),
} as const;
