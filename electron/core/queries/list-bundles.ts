import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { latestBundles } from '../store/tables/bundles.ts';

const MOST = 50;

/** What was written here, carried, read in or taken over. */
export const listBundles: QueryHandler<'bundle.list'> = ({ db }) =>
  ok(
    latestBundles(db, MOST).map(({ id, direction, name, number, at, by, items, answeredAt }) => ({
      id,
      direction,
      name,
      number,
      at,
      by,
      items,
      answeredAt,
    })),
  );
