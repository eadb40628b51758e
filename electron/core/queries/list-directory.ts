import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { allBureaus, currentKey } from '../store/tables/bureaus.ts';

/** The bureaus of the hub, as last fetched. The fingerprint is the key's id, which follows from the key itself. */
export const listDirectory: QueryHandler<'directory.list'> = ({ db, identity }) =>
  ok(
    allBureaus(db).map((bureau) => {
      const key = currentKey(bureau);
      return {
        code: bureau.code,
        role: bureau.role,
        names: { ...bureau.names },
        own: bureau.code === identity.bureau,
        reachable: key !== null,
        keyFingerprint: key?.keyId ?? null,
      };
    }),
  );
