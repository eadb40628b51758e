import { ok } from '#shared/lib/result.ts';
import { isChainIntact } from '../audit-chain.ts';
import type { QueryHandler } from '../context.ts';
import { searchAudit } from '../store/tables/audit-search.ts';

/** The latest entries first, and whether the whole chain still holds. */
export const listAudit: QueryHandler<'audit.list'> = ({ db }, { search, offset, limit }) =>
  ok({ ...searchAudit(db, search.trim(), offset, limit), intact: isChainIntact(db) });
