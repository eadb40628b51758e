import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { fetchLimit } from '../store/tables/fetch-limit.ts';

export const fileLimit: QueryHandler<'file.limit'> = ({ db }) => ok({ bytes: fetchLimit(db) });
