import type { Output } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer, Workstation } from '../context.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { ReadDb } from '../store/database.ts';
import { countAttachments } from '../store/tables/attachments.ts';
import { lastAuditEntry } from '../store/tables/audit.ts';
import { countCases } from '../store/tables/cases.ts';
import { countOutbox } from '../store/tables/outbox.ts';
import { passphraseProblem } from '../vault-problems.ts';
import { type EraseDeps, erase, finishErasure, KeysNotDestroyed } from './erase.ts';

export function erasableIn(db: ReadDb): Output<'workstation.erasable'> {
  const { waiting, needsAttention } = countOutbox(db);
  return {
    cases: countCases(db),
    attachments: countAttachments(db),
    unsent: waiting + needsAttention,
    lastBackupAt: lastAuditEntry(db, 'backup.make')?.at ?? null,
  };
}

/** What the report says of the workstation; taken while it can still be read. */
export interface ErasureFacts extends Output<'workstation.erasable'> {
  readonly workstationId: Output<'workstation.erase'>['workstationId'];
  readonly workstation: string;
  readonly bureau: string;
  readonly by: string;
}

/** The administrator's own passphrase, typed again: an unattended screen erases nothing. */
export async function confirmErasure(station: Workstation, passphrase: string): Promise<Answer<ErasureFacts>> {
  const { vault, actor, identity, store } = station;
  const checked = await vault.checkPassphrase(actor.username, passphrase);
  if (!checked.ok) return err(passphraseProblem(checked.error));
  const { workstationId, name: workstation, bureau } = identity;
  return ok({ ...erasableIn(store.read), workstationId, workstation, bureau, by: actor.name });
}

/** The store is closed by now. */
export function eraseWorkstation(deps: CoreDeps, facts: ErasureFacts): Answer<Output<'workstation.erase'>> {
  const startedAt = deps.clock.now();
  try {
    const { keySlotsSha256, ...erased } = erase(eraseDeps(deps));
    return ok({ ...facts, ...erased, keySlotsSha256: keySlotsSha256 ?? '', startedAt, finishedAt: deps.clock.now() });
  } catch (error) {
    if (!(error instanceof KeysNotDestroyed)) throw error;
    deps.log.error('an erasure could not destroy the keys', error.cause);
    return err({ code: 'keys-not-destroyed' });
  }
}

/** An erasure that was interrupted is ended before anything else happens. */
export function endErasure(deps: CoreDeps): void {
  try {
    if (finishErasure(eraseDeps(deps))) deps.log.info('an interrupted erasure was ended');
  } catch (error) {
    deps.log.error('an interrupted erasure could not be ended', error);
  }
}

const eraseDeps = ({ fs, random, vaultDir, besides = [] }: CoreDeps): EraseDeps => ({ fs, random, vaultDir, besides });
