import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { fileRow } from '../file-row.ts';
import { attachmentsOfCase } from '../store/tables/attachments.ts';

export const caseFiles: QueryHandler<'case.files'> = (ctx, { id }) =>
  ok(attachmentsOfCase(ctx.db, id).map((file) => fileRow(ctx, file)));
