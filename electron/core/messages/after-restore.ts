import { moveDelivery } from '#shared/domain/delivery-state.ts';
import { itemLeftAs } from '../outbox/following-envelope.ts';
import { messageById, setMessageAnswered } from '../store/tables/messages.ts';
import { type OutboxRecord, outboxItemByEnvelope, updateOutboxItem } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';

/** Problem of what waited when a back-up was made: outbox.problem.restored in renderer/locales. */
export const RESTORED = 'restored';
/** The same of what waited when a revoked machine was enrolled anew. */
export const RE_ENROLLED = 're-enrolled';

/** Under the identifier it had before, the hub takes such an item once, whoever sends it. */
export const keepsItsEnvelopeId = (problemCode: string | null): boolean =>
  problemCode === RESTORED || problemCode === RE_ENROLLED;

/**
 * What waits for a person's decision, or was refused for it, or was taken over from another workstation and has no number yet; or what was
 * withdrawn at an older copy.
 */
const mayHaveGoneElsewhere = ({ state, problemCode, envelope }: OutboxRecord): boolean =>
  state === 'withdrawn' ||
  (state === 'needs-attention' && (keepsItsEnvelopeId(problemCode) || problemCode === 'id-reused')) ||
  (state === 'waiting' && envelope === null);

/**
 * The bureau's stream brings an envelope that waits here: the workstation this store was restored from had sent it after the back-up, this
 * one's was refused for that reason, or it was this one itself, before its store or the hub was put back. Either way the hub has taken it
 * over, and it is shown as sent. One that has its envelope is offered as it is, and gets its stored receipt, unless another that followed it
 * has left.
 * @param sequence under which this workstation itself sent it: by that it is offered again to a hub that loses it; null = another one's
 */
export function noteSentElsewhere(rec: Recording, envelopeId: string, sequence: number | null = null): void {
  const item = outboxItemByEnvelope(rec.tx, envelopeId);
  if (item && mayHaveGoneElsewhere(item)) settleAsSent(rec, item, sequence);
  const before = item ? null : itemLeftAs(rec.tx, envelopeId);
  if (!before) return;
  // The envelope that is here was refused: what left was sealed after it.
  updateOutboxItem(rec.tx, before.id, { envelopeId, envelope: null }, rec.now);
  settleAsSent(rec, before, sequence);
}

/** As above, of an item of which it is known that the hub has it. */
export function settleAsSent({ tx, now }: Recording, item: OutboxRecord, sequence: number | null): void {
  const state = moveDelivery(item.state, item.state === 'withdrawn' ? 'had-left' : 'receipt') ?? item.state;
  const sent = { state, sentAt: item.sentAt ?? now, sequence: sequence ?? item.sequence };
  const settled = { ...sent, nextAttemptAt: null, problemCode: null, problemDetail: null };
  updateOutboxItem(tx, item.id, settled, now);
  const answered = item.kind === 'message' ? messageById(tx, item.refId)?.inReplyTo : null;
  if (answered) setMessageAnswered(tx, answered, now);
}
