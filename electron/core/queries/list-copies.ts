import { databaseKinds } from '#shared/domain/database-kind.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { referenceCopies } from '../store/tables/reference.ts';

/** Every database, also those of which there is no copy yet. */
export const listCopies: QueryHandler<'check.copies'> = ({ db }) => {
  const copies = referenceCopies(db);
  return ok(
    databaseKinds.map((database) => {
      const copy = copies.find((one) => one.database === database);
      return { database, asOf: copy?.asOf ?? null, records: copy?.records ?? 0 };
    }),
  );
};
