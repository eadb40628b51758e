import { attachmentById } from '../store/tables/attachments.ts';
import { appendOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';

interface Queued {
  /** The own bureau, and nobody else. */
  readonly bureau: string;
  readonly by: string;
  /** Under another identifier than before: the hub does not have it any more. */
  readonly isAnew?: boolean;
}

/**
 * The content of a file goes apart from its record, in an item of its own that waits until the hub has it: so the others know at once
 * that there is a file, and one that is large or damaged holds up nothing else. Of a damaged one a person is told in the outbox.
 */
export function queueFileContent(
  { tx, now, newId }: Recording,
  { bureau, by, isAnew = false }: Queued,
  fileId: string,
): void {
  const file = attachmentById(tx, fileId);
  if (file?.state !== 'here' && file?.state !== 'damaged') return;
  const id = newId();
  appendOutboxItem(tx, {
    id,
    kind: 'case-file',
    refId: file.id,
    caseId: file.caseId,
    title: file.name,
    to: [bureau],
    priority: 'routine',
    queuedAt: now,
    queuedBy: by,
    envelopeId: isAnew ? newId() : id,
    body: null,
  });
}
