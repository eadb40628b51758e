import { newId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer, Workstation } from '../context.ts';
import { RE_ENROLLED } from '../messages/after-restore.ts';
import { recordAudit } from '../record-audit.ts';
import { revokedNote } from '../store/tables/revoked.ts';
import { leaveIdentity } from './leave-identity.ts';

/**
 * Takes its identity out of a store whose workstation the hub has revoked. Everything else stays: what waited is for a person to decide,
 * since the work may have been taken over elsewhere. The next sign-in leads to a new enrolment.
 */
export function renewIdentity({ store, identity, actor, clock, random }: Workstation): Answer<null> {
  if (!revokedNote(store.read)) return err({ code: 'workstation-not-revoked' });
  const now = clock.now();
  store.transaction((tx) => {
    leaveIdentity({ tx, now, newId: () => newId({ clock, random }) }, { createdAt: now, problem: RE_ENROLLED });
    const subject = { subject: 'workstation', subjectId: identity.workstationId };
    recordAudit(tx, { method: 'workstation.renew', at: now, actor, ...subject, detail: {} });
  });
  return ok(null);
}
