import type { CheckResponse } from '#shared/protocol/checks.ts';
import { refuseItem } from '../messages/apply-verdict.ts';
import { shareAnswer } from '../sharing/share-answer.ts';
import type { Identity } from '../store/tables/identity.ts';
import type { OutboxRecord } from '../store/tables/outbox.ts';
import type { Recording } from '../timeline.ts';
import { applyOnlineAnswer } from './apply-online-answer.ts';
import { giveUpOnline } from './give-up-online.ts';

/** What the database answered, by the line or in a file, is taken down and told to the bureau; whether it was new. */
export function settleAnswered(
  rec: Recording,
  identity: Identity,
  response: CheckResponse,
  answeredAt = rec.now,
): boolean {
  const isNew = applyOnlineAnswer(rec, response, answeredAt);
  if (isNew) shareAnswer(rec, identity, response.checkId);
  return isNew;
}

/** What the hub refuses stands in the check as an error, and a person decides. */
export function settleRefused(rec: Recording, identity: Identity, item: OutboxRecord, code: string): void {
  giveUpOnline(rec.tx, item.refId, code);
  refuseItem(rec, item, code, '');
  shareAnswer(rec, identity, item.refId);
}
