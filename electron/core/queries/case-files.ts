import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { fileRow } from '../file-row.ts';
import { attachmentsOfCase } from '../store/tables/attachments.ts';

export const caseFiles: QueryHandler<'case.files'> = ({ db, station }, { id }) =>
  ok(attachmentsOfCase(db, id).map((file) => fileRow(db, station.attachments, file)));
