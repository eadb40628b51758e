import type { SignedInUser } from '#shared/ipc/session.ts';
import type { CoreEvent } from '#shared/ipc/wire.ts';
import type { Workstation } from './context.ts';
import type { Log } from './log.ts';
import { recordAudit } from './record-audit.ts';
import { isAudited } from './store/tables/audit.ts';

/** The page is told of progress once in so long. Milliseconds. */
const TOLD_EVERY_MS = 500;

const BEGUN = 'keys.rotation-begun';
const FINISHED = 'keys.rotation-finished';

/**
 * Seals the files anew whenever the vault has a new root key, and goes on with what an earlier session left. One that fails is
 * harmless: every file says under which key it is, and the next open goes on. Beginning and end are audited, each once. It waits where
 * the database was found wrong: its snapshots would replace both that are on the disk.
 */
export function renewKeysWhenDue(station: Workstation, log: Log, emit: (event: CoreEvent) => void): void {
  const { vault, store, upkeep } = station;
  const tellPage = gathered(TOLD_EVERY_MS, () => emit({ event: 'changed', tables: ['keys'] }));
  const isDue = () => vault.rotation() !== null && !store.status().readOnly && upkeep.integrity.state !== 'unsound';
  let running = false;
  let begun = 0;
  const run = async () => {
    running = true;
    try {
      const outcome = await vault.continueRotation();
      running = false;
      if (outcome === 'finished') auditEnd(station);
      if (outcome === 'finished' && isDue()) void run();
    } catch (error) {
      running = false;
      log.error('the renewal of the keys was interrupted', error);
    }
  };
  const look = () => {
    tellPage();
    if (!isDue()) return;
    if (begun !== vault.keyEpoch) auditOnce(station, BEGUN, station.actor);
    begun = vault.keyEpoch;
    if (!running) void run();
  };
  vault.onRotation(look);
  if (!store.status().readOnly) auditEnd(station);
  look();
}

/** Also of a rotation whose last step was done just before the program ended. */
function auditEnd(station: Workstation): void {
  const { vault, store } = station;
  if (vault.keyEpoch === 1 || vault.rotation() !== null) return;
  if (isAudited(store.read, BEGUN, String(vault.keyEpoch))) auditOnce(station, FINISHED, null);
}

function auditOnce({ vault, store, clock }: Workstation, method: string, actor: SignedInUser | null): void {
  const subjectId = String(vault.keyEpoch);
  if (isAudited(store.read, method, subjectId)) return;
  store.transaction((tx) =>
    recordAudit(tx, { method, at: clock.now(), actor, subject: 'keys', subjectId, detail: {} }),
  );
}

/** Many calls within this time become one at its end. */
function gathered(milliseconds: number, call: () => void): () => void {
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    const tell = () => {
      pending = false;
      call();
    };
    setTimeout(tell, milliseconds).unref();
  };
}
