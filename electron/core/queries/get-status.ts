import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { bureauByCode } from '../store/tables/bureaus.ts';
import { countOutbox } from '../store/tables/outbox.ts';

/** What the status line says: counts from the outbox itself, the rest from the synchronisation. */
export const getStatus: QueryHandler<'status.get'> = ({ db, identity, station }) =>
  ok({
    ...station.sync.status(),
    ...countOutbox(db),
    bureau: identity.bureau,
    bureauNames: { ...bureauByCode(db, identity.bureau)?.names },
    workstation: identity.name,
    readOnly: station.store.status().readOnly,
  });
