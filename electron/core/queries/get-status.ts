import { ok } from '#shared/lib/result.ts';
import { isSealingWaiting, isWaitingForKeys } from '../bureau-keys/own-key.ts';
import { bureauWorkstations, ownFingerprint } from '../bureau-keys/workstation-state.ts';
import type { QueryHandler } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { bureauByCode } from '../store/tables/bureaus.ts';
import { olderCopy } from '../store/tables/contact.ts';
import type { Identity } from '../store/tables/identity.ts';
import { countOutbox } from '../store/tables/outbox.ts';
import { revokedNote } from '../store/tables/revoked.ts';
import { uncomparedKeys } from '../store/tables/seen-keys.ts';
import { sendRules } from '../store/tables/send-rules.ts';
import { countKeptEnvelopes } from '../store/tables/unreadable-envelopes.ts';
import { historyNotices } from './history-notices.ts';

/** What the status line says: counts from the outbox itself, the rest from the synchronisation. */
export const getStatus: QueryHandler<'status.get'> = ({ db, identity, station }) =>
  ok({
    ...station.sync.status(),
    ...countOutbox(db),
    ...sendRules(db),
    bureau: identity.bureau,
    bureauNames: { ...bureauByCode(db, identity.bureau)?.names },
    workstation: identity.name,
    olderCopy: olderCopy(db),
    revoked: revokedNote(db),
    waitingForKeys: isWaitingForKeys(db, identity)
      ? {
          fingerprint: ownFingerprint(identity),
          kept: countKeptEnvelopes(db, 'not-for-us'),
          isSealingWaiting: isSealingWaiting(db, identity),
        }
      : null,
    changedKeys: [...new Set(uncomparedKeys(db).map(({ bureau }) => bureau))],
    joining: joiningWorkstations(db, identity),
    readOnly: station.store.status().readOnly,
    looking: station.looking,
    notices: station.looking ? [{ code: 'looking-only' }] : [...historyNotices(db), ...station.upkeep.notices()],
  });

/** A workstation that waits itself can confirm nobody. */
function joiningWorkstations(db: ReadDb, identity: Identity): string[] {
  return bureauWorkstations(db, identity)
    .filter(({ state }) => state === 'waiting')
    .map(({ name }) => name);
}
