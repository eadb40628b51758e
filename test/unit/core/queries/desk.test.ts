import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyOnlineAnswer } from '#core/checks/apply-online-answer.ts';
import { refuseItem } from '#core/messages/apply-verdict.ts';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import { nominalRecord } from '#shared/domain/reference-records.ts';
import type { Role } from '#shared/domain/role.ts';
import { ok } from '#shared/lib/result.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('the desk', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  const kinds = async () => (await core.call('desk.list', {})).map(({ kind }) => kind);

  it('is empty when nothing needs anybody', async () => {
    await core.call('case.create', caseInput());
    expect(await core.call('desk.list', {})).toEqual([]);
  });

  it('shows what is due first, then what is urgent, then the newest', async () => {
    const hour = 3_600_000;
    const { now } = core.clock;
    await core.call('case.create', caseInput({ title: 'Mine', officerId: core.station.actor.id }));
    arrive(core, {
      envelopeId: core.newId(),
      body: { subject: 'Later', answerBy: new Date(now() + 9 * hour).toISOString() },
    });
    arrive(core, {
      envelopeId: core.newId(),
      body: { subject: 'Sooner', answerBy: new Date(now() + hour).toISOString() },
    });
    arrive(core, { envelopeId: core.newId(), body: { subject: 'No time set, urgent', priority: 'urgent' } });
    const titles = (await core.call('desk.list', {})).map(({ title }) => title);
    expect(titles).toEqual(['Sooner', 'Later', 'No time set, urgent', 'Mine']);
  });

  it('forgets a request once it is answered, and an answer once it is read', async () => {
    const request = core.newId() as never;
    arrive(core, { envelopeId: request });
    expect(await kinds()).toEqual(['request-to-answer']);
    const { id } = await core.call('message.send', messageInput({ inReplyTo: request }));
    expect(await kinds()).toEqual([]);
    arrive(core, { envelopeId: core.newId(), body: { conversation: request, inReplyTo: id } });
    expect(await kinds()).toEqual(['unread-answer']);
    await core.call('message.mark-read', { conversationId: request });
    expect(await kinds()).toEqual([]);
  });

  it('shows a hit until somebody has looked at a record of it', async () => {
    const record = nominalRecord.parse({ recordId: 'N-1', name: 'MARENKO' });
    const { id } = await core.call('check.run', {
      caseId: null,
      purpose: 'search-wanted-person',
      question: { database: 'nominal', query: { name: 'Marenko' } },
    });
    expect(await kinds()).toEqual([]);
    const state = { change: 1, asOf: '2026-11-23T09:00:00.000Z' };
    const answer = {
      checkId: id,
      database: 'nominal',
      outcome: 'NO_ERROR',
      candidates: [],
      truncated: false,
      state,
    } as const;
    core.transaction((rec) => applyOnlineAnswer(rec, { ...answer, candidates: [] }));
    expect(await core.call('desk.list', {})).toMatchObject([
      { kind: 'hit-to-confirm', id, due: core.clock.at - 1000 + 3_600_000 },
    ]);
    core.sync.record = ok({ asOf: null, record });
    await core.call('check.fetch-record', { checkId: id, recordId: 'N-1' });
    expect(await kinds()).toEqual([]);
  });

  it('shows what is stuck in the outbox', async () => {
    const { id } = await core.call('message.send', messageInput());
    core.transaction((rec) => {
      const item = outboxItemById(rec.tx, id);
      if (item) refuseItem(rec, item, 'too-large', '');
    });
    expect(await core.call('desk.list', {})).toMatchObject([{ kind: 'needs-attention', id }]);
  });

  it.each<[Role, string[]]>([
    ['administrator', []],
    ['security-officer', []],
    ['dpo', ['request-to-answer']],
    ['officer', ['request-to-answer']],
  ])('of the post %s shows only what the post may see', async (role, expected) => {
    arrive(core, { envelopeId: core.newId() });
    core.signIn('other', 'Other Person', [role]);
    expect(await kinds()).toEqual(expected);
  });
});
