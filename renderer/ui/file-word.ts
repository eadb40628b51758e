import type { AttachmentRow } from '#shared/ipc/files.ts';

/** Which words say where a file is: of one that was asked for and of which nothing has come, that it was asked for. */
export const fileWord = ({ state, isAskedFor, arrived }: Pick<AttachmentRow, 'state' | 'isAskedFor' | 'arrived'>) =>
  isAskedFor && state === 'arriving' && arrived === 0 ? 'asked' : state;
