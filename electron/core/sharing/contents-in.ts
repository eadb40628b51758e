import type { AttachmentId } from '#shared/lib/ids.ts';
import { isNewRecord, type RecordChangesBody } from '#shared/protocol/record-changes-body.ts';
import type { ContentInside } from '../files/arriving.ts';
import { fileContent } from './shared-files.ts';

/** A file of a case, and where its content is. */
export interface ContentOfFile {
  readonly fileId: AttachmentId;
  readonly content: ContentInside;
}

/** The contents of files that changes of shared records tell of. */
export const contentsIn = ({ entries }: RecordChangesBody): ContentOfFile[] =>
  entries.flatMap((entry) => {
    const read = isNewRecord(entry) && entry.kind === 'file-content' ? fileContent.safeParse(entry.values) : null;
    if (!read?.success) return [];
    const { fileId, messageId: _ofMessage, ...content } = read.data;
    return [{ fileId, content }];
  });
