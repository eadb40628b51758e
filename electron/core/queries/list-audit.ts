import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { searchAudit } from '../store/tables/audit-search.ts';

/** The latest entries first, and whether the whole chain still holds. */
export const listAudit: QueryHandler<'audit.list'> = ({ db, station }, { search, offset, limit }) =>
  ok({ ...searchAudit(db, search.trim(), offset, limit), intact: station.auditChain.isIntact(db) });
