import type { AttachmentRow } from '#shared/ipc/files.ts';

/** How much of a file is here, from 0 to 1. */
export const arrivedShare = ({ arrived, size }: Pick<AttachmentRow, 'arrived' | 'size'>): number =>
  size === 0 ? 0 : (arrived ?? 0) / size;
