import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

const draftKey = 'compose:new';

describe('writing a message', () => {
  let core: CoreStation;
  let caseId: CaseId;

  beforeEach(async () => {
    core = await CoreStation.open();
    caseId = (await core.call('case.create', caseInput())).id;
    await core.call('draft.save', { key: draftKey, data: messageInput({ caseId }) });
  });

  afterEach(() => core.close());

  it('ends the sealed draft in the transaction that sends it, so that it never comes back as unsent', async () => {
    await core.call('message.send', { ...messageInput({ caseId }), draftKey });
    expect(await core.call('draft.get', { key: draftKey })).toBeNull();
  });

  it('keeps the draft where the precision check refuses the message', async () => {
    await expect(core.call('message.send', { ...messageInput({ caseId, to: [] }), draftKey })).rejects.toThrow();
    expect(await core.call('draft.get', { key: draftKey })).not.toBeNull();
  });

  it('begins a message that is sent again with what its author wrote', async () => {
    const sent = messageInput({ caseId, subject: 'Owner of a passport shown at Port Alba' });
    const { id } = await core.call('message.send', { ...sent, draftKey });
    expect(await core.call('message.prefill', { id, mode: 'again' })).toMatchObject(sent);
  });

  it('begins an answer with addressee, subject and rules of the message it answers, and nothing enclosed', async () => {
    const { id } = await core.call('message.send', messageInput({ caseId, handling: 'H2', marking: 'restricted' }));
    expect(await core.call('message.prefill', { id, mode: 'answer' })).toMatchObject({
      inReplyTo: id,
      caseId,
      to: ['FRI'],
      subject: messageInput().subject,
      body: '',
      handling: 'H2',
      marking: 'restricted',
      purpose: 'obtain-information',
      personIds: [],
      answerBy: null,
    });
  });

  it('says so where the message to answer is not on this machine', async () => {
    const unknown = '0197d3a0-0000-7000-8000-000000000001';
    await expect(core.call('message.prefill', { id: unknown as never, mode: 'answer' })).rejects.toThrow('not-found');
  });
});
