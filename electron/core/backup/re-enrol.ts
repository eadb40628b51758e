import type { Parsed } from '#shared/ipc/contract.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from '../context.ts';
import type { CoreDeps } from '../core-deps.ts';
import { enrol, type PendingKeys } from '../enrolment/enrol.ts';
import { recordAudit } from '../record-audit.ts';
import type { Store } from '../store/database.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { type Identity, writeIdentity } from '../store/tables/identity.ts';
import { removeMark, restoredFrom } from '../store/tables/restored.ts';
import { type UserRow, userByUsername } from '../store/tables/users.ts';

/**
 * Gives a restored store an identity of its own: another workstation of the same bureau. It brings the bureau's key; where the key has
 * been renewed since the back-up, a workstation of the bureau hands the new one over.
 */
export async function reEnrol(
  deps: CoreDeps,
  pending: PendingKeys,
  store: Store,
  { hubUrl, enrolmentCode, username }: Parsed<'session.re-enrol'>,
): Promise<Answer<{ readonly identity: Identity; readonly user: UserRow }>> {
  const user = userByUsername(store.read, username);
  if (!user?.active) return err({ code: 'account-inactive' });
  const mark = restoredFrom(store.read);
  if (!mark) return err({ code: 'already-enrolled' });
  const brought = { bureau: mark.bureau, keys: heldBureauKeys(store.read) };
  const enrolled = await enrol(deps, pending, hubUrl, enrolmentCode, brought);
  if (!enrolled.ok) return enrolled;
  // What names the bureau is what the store has known all along, not what a hub says now.
  const identity = { ...enrolled.value.identity, rootKey: mark.rootKey || enrolled.value.identity.rootKey };
  if (identity.bureau !== mark.bureau) return err({ code: 'bureau-other', params: { bureau: mark.bureau } });
  store.transaction((tx) => {
    removeMark(tx);
    writeIdentity(tx, identity);
    recordAudit(tx, {
      method: 'session.re-enrol',
      at: deps.clock.now(),
      actor: user,
      subject: 'workstation',
      subjectId: identity.workstationId,
      detail: { workstation: identity.workstationId, before: mark.workstationId },
    });
  });
  return ok({ identity, user });
}
