import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { ReadDb } from '../store/database.ts';
import { type OutboxRecord, unsentOfTheTimeOf } from '../store/tables/outbox.ts';

/** How often one item may have been refused; each time a person or another key had to come between. */
const MOST_REFUSALS = 20;

/**
 * The identifier under which something leaves that the hub has refused under this one: of the same time, and for the same envelope always the
 * same. So an older copy of the store, which knows of the refused envelope alone, neither sends it a second time nor takes what comes back of
 * it for something else; and whoever had it in the first one, before the hub was put back to a back-up, has it once (docs/protocol.md).
 */
export function followingEnvelopeId(envelopeId: string): string {
  const random = createHash('sha256').update(`ncb-following-envelope ${envelopeId}`).digest().subarray(0, 16);
  return v7({ msecs: Number.parseInt(envelopeId.replace('-', '').slice(0, 12), 16), random });
}

/** What is to leave here, and left in an envelope that followed the one it is known by. */
export function itemLeftAs(db: ReadDb, envelopeId: string): OutboxRecord | null {
  return (
    unsentOfTheTimeOf(db, envelopeId).find((item) => item.envelopeId && leadsTo(item.envelopeId, envelopeId)) ?? null
  );
}

/** Whether both bear the same, one after the other. */
export const areOfOneItem = (one: string, other: string): boolean =>
  one === other || leadsTo(one, other) || leadsTo(other, one);

function leadsTo(first: string, envelopeId: string): boolean {
  for (let id = first, refusals = 0; refusals < MOST_REFUSALS; refusals += 1) {
    id = followingEnvelopeId(id);
    if (id === envelopeId) return true;
  }
  return false;
}
