import { type ContactAnswer, type ContactRequest, isBehind, isLate } from '#shared/protocol/contact.ts';
import { appendAudit } from '../store/audit.ts';
import { type ContactRow, lockContact, markBehind, putContact } from '../store/contacts.ts';
import type { Transaction } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';

/** Takes down a contact, or says that this workstation is an older copy of itself. Both turns stand in its bureau's audit chain. */
export function announceContact(deps: HubDeps, caller: Caller, contact: ContactRequest): Promise<ContactAnswer> {
  return deps.database.transaction(async (tx) => {
    const known = await lockContact(tx, caller.bureau, caller.workstation);
    if (isLate(known, contact)) return { ...answerOf(known), standing: 'agreed' };
    const behind = isBehind(known, contact);
    return behind && !contact.goOn ? refuse(tx, deps, caller, known) : take(tx, deps, caller, known, contact, behind);
  });
}

const answerOf = ({ number, at, nextSequence }: ContactRow) => ({ number, at, nextSequence });

async function refuse(tx: Transaction, deps: HubDeps, caller: Caller, known: ContactRow): Promise<ContactAnswer> {
  // Told once: it asks again every minute until a person has decided.
  if (known.behindSince === null) {
    await markBehind(tx, caller.bureau, caller.workstation, nowOf(deps));
    await audit(tx, deps, caller, 'workstation-behind', { contact: known.number });
  }
  return { ...answerOf(known), standing: 'behind' };
}

async function take(
  tx: Transaction,
  deps: HubDeps,
  { bureau, workstation, ...caller }: Caller,
  known: ContactRow,
  contact: ContactRequest,
  behind: boolean,
): Promise<ContactAnswer> {
  const number = Math.max(contact.number, known.number + 1);
  const at = nowOf(deps);
  await putContact(tx, bureau, workstation, { number, token: contact.token, past: contact.previous, at });
  if (behind) await audit(tx, deps, { bureau, workstation, ...caller }, 'workstation-goes-on', { contact: number });
  return { standing: 'agreed', number, at, nextSequence: known.nextSequence };
}

async function audit(
  tx: Transaction,
  deps: HubDeps,
  { bureau, workstation }: Caller,
  event: string,
  details: Record<string, number>,
): Promise<void> {
  await appendAudit(tx, { bureau, at: nowOf(deps), event, workstation, subject: workstation, details });
}
