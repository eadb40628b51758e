import { hitConfirmationTime } from '#shared/domain/message-priority.ts';
import { isPermitted } from '#shared/domain/permissions.ts';
import type { DeskItem } from '#shared/ipc/desk.ts';
import { ok } from '#shared/lib/result.ts';
import type { QueryContext, QueryHandler } from '../context.ts';
import { outboxItem } from '../outbox/outbox-item.ts';
import { conflictsFor } from '../sharing/conflicts-for.ts';
import { listCases } from '../store/tables/case-list.ts';
import { unconfirmedHits } from '../store/tables/checks.ts';
import { type MessageRecord, unansweredRequests, unreadAnswers } from '../store/tables/messages.ts';
import { pendingOutboxItems } from '../store/tables/outbox.ts';

/** Of each kind at most so many: the desk is what needs somebody now, the lists hold the rest. */
const MOST_OF_A_KIND = 50;
const MOST_CASES = 20;

/** What needs the person who asks, sorted by its clock; only what their roles may see. */
export const listDesk: QueryHandler<'desk.list'> = (ctx) => {
  const { roles } = ctx.actor;
  const items = [
    ...(isPermitted(roles, 'message.read') ? messageItems(ctx) : []),
    ...(isPermitted(roles, 'check.read') ? hitItems(ctx) : []),
    ...(isPermitted(roles, 'outbox.read') ? attentionItems(ctx) : []),
    ...(isPermitted(roles, 'case.write') ? conflictItems(ctx) : []),
    ...(isPermitted(roles, 'case.read') ? caseItems(ctx) : []),
  ];
  return ok(items.sort(byClock));
};

/** What is due first; then what is urgent; then the newest. */
function byClock(a: DeskItem, b: DeskItem): number {
  const due = (a.due ?? Number.POSITIVE_INFINITY) - (b.due ?? Number.POSITIVE_INFINITY);
  if (due !== 0 && !Number.isNaN(due)) return due;
  const urgent = Number(b.priority === 'urgent') - Number(a.priority === 'urgent');
  return urgent !== 0 ? urgent : b.at - a.at;
}

function messageItems({ db }: QueryContext): DeskItem[] {
  const item = (kind: DeskItem['kind'], message: MessageRecord): DeskItem => ({
    kind,
    id: message.conversationId,
    title: message.subject,
    from: message.from,
    priority: message.priority,
    caseId: message.caseId,
    caseReference: message.caseReference,
    due: kind === 'request-to-answer' ? message.answerBy : null,
    at: message.at,
  });
  return [
    ...unansweredRequests(db, MOST_OF_A_KIND).map((message) => item('request-to-answer', message)),
    ...unreadAnswers(db, MOST_OF_A_KIND).map((message) => item('unread-answer', message)),
  ];
}

function hitItems({ db }: QueryContext): DeskItem[] {
  return unconfirmedHits(db, MOST_OF_A_KIND).map((check) => ({
    kind: 'hit-to-confirm',
    id: check.id,
    title: check.title,
    from: check.by,
    priority: null,
    caseId: check.caseId,
    caseReference: check.caseReference,
    due: (check.onlineAnsweredAt ?? check.at) + hitConfirmationTime.routine,
    at: check.at,
  }));
}

function attentionItems({ db, now }: QueryContext): DeskItem[] {
  const stuck = pendingOutboxItems(db).filter(({ state }) => state === 'needs-attention');
  return stuck.slice(0, MOST_OF_A_KIND).map((record) => {
    const item = outboxItem(db, record, null, null, now);
    const { id, title, priority, caseId, caseReference } = item;
    return {
      kind: 'needs-attention',
      id,
      title,
      from: null,
      priority,
      caseId,
      caseReference,
      due: null,
      at: record.updatedAt,
    };
  });
}

/** Those that this person may decide. */
function conflictItems({ db, actor }: QueryContext): DeskItem[] {
  const mine = conflictsFor(db, actor.roles, null).filter(({ mayDecide }) => mayDecide);
  return mine.slice(0, MOST_OF_A_KIND).map((one) => ({
    kind: 'conflict-to-decide',
    id: `${one.recordId}:${one.field}`,
    title: one.title,
    from: null,
    priority: null,
    caseId: one.caseId,
    caseReference: one.caseReference,
    due: null,
    at: one.foundAt,
  }));
}

function caseItems({ db, actor }: QueryContext): DeskItem[] {
  const mine = listCases(db, {
    search: null,
    officerId: actor.id,
    statuses: ['open', 'in-progress', 'reopened'],
    priorities: [],
    crimeAreas: [],
    sort: 'updated',
    descending: true,
    offset: 0,
    limit: MOST_CASES,
  });
  return mine.rows.map((row) => ({
    kind: 'my-case',
    id: row.id,
    title: row.title,
    from: null,
    priority: null,
    caseId: row.id,
    caseReference: row.reference,
    due: null,
    at: row.updatedAt,
  }));
}
