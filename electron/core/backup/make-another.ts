import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { newId } from '#shared/lib/ids.ts';
import { RESTORED } from '../messages/after-restore.ts';
import { recordAudit } from '../record-audit.ts';
import type { Store } from '../store/database.ts';
import type { BackupIndex } from './backup-index.ts';
import { leaveIdentity } from './leave-identity.ts';

/** Turns a store out of a back-up into that of another workstation, in its first transaction. */
export function makeAnother(store: Store, index: BackupIndex, deps: ClockDep & RandomDep): void {
  const now = deps.clock.now();
  const { createdAt } = index;
  store.transaction((tx) => {
    const rec = { tx, now, newId: () => newId(deps) };
    const { workstationId } = leaveIdentity(rec, { createdAt, problem: RESTORED });
    recordAudit(tx, {
      method: 'session.restore',
      at: now,
      actor: null,
      subject: 'backup',
      subjectId: index.id,
      detail: { workstation: workstationId, createdAt },
    });
  });
}
