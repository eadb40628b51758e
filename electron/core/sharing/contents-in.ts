import type { AttachmentId, EnvelopeId } from '#shared/lib/ids.ts';
import { isNewRecord, type RecordChangesBody } from '#shared/protocol/record-changes-body.ts';
import type { ContentInside } from '../files/arriving.ts';
import { fileContent } from './shared-files.ts';

/** A file of a case or of a message, and where its content is. */
export interface ContentOfFile {
  readonly fileId: AttachmentId;
  /** Set of a file that came or went with a message: on each workstation it has an identifier of its own. */
  readonly messageId: EnvelopeId | null;
  readonly content: ContentInside;
}

/** The contents of files that changes of shared records tell of. */
export const contentsIn = ({ entries }: RecordChangesBody): ContentOfFile[] =>
  entries.flatMap((entry) => {
    const read = isNewRecord(entry) && entry.kind === 'file-content' ? fileContent.safeParse(entry.values) : null;
    if (!read?.success) return [];
    const { fileId, messageId = null, ...content } = read.data;
    return [{ fileId, messageId, content }];
  });
