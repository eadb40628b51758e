import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteSentElsewhere } from '#core/messages/after-restore.ts';
import { takeBackMessage } from '#core/messages/take-back-message.ts';
import { messageById } from '#core/store/tables/messages.ts';
import type { MessageId } from '#shared/lib/ids.ts';
import { messageBody } from '#shared/protocol/message-body.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('a message of this workstation that comes back in its bureau’s stream', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  it('stands where the stream has it, also when a restored hub has given it another number', async () => {
    const { id } = await core.call('message.send', messageInput());
    const { to, subject, body: text, priority, handling, marking } = messageById(core.station.store.read, id) ?? {};
    const rest = { purpose: 'obtain-information', conversation: id, subjects: [], attachments: [] };
    const body = messageBody.parse({ subject, text, priority, handling, marking, ...rest });
    const comesBack = (streamNumber: number) =>
      core.transaction((rec) =>
        takeBackMessage(rec, { ownBureau: 'UTO', envelopeId: id, from: 'UTO', to: to ?? [], streamNumber, body }),
      );
    const place = () => messageById(core.station.store.read, id)?.streamNumber;
    comesBack(45);
    expect(place()).toBe(45);
    comesBack(54);
    expect(place()).toBe(54);
    expect(await core.call('message.list', { box: 'sent' })).toMatchObject({ total: 1 });
  });

  it('is shown as sent, and the request as answered, though it was withdrawn here: this is an older copy, and it had left', async () => {
    const request = core.newId() as MessageId;
    arrive(core, { envelopeId: request });
    const { id } = await core.call('message.send', messageInput({ inReplyTo: request }));
    await core.call('outbox.withdraw', { id });
    const stateOf = async () => (await core.call('message.list', { box: 'sent' })).rows.map(({ state }) => state);
    const isAnswered = () => messageById(core.station.store.read, request)?.answeredAt !== null;
    expect([await stateOf(), isAnswered()]).toEqual([['withdrawn'], false]);
    core.transaction((rec) => noteSentElsewhere(rec, id));
    expect([await stateOf(), isAnswered()]).toEqual([['sent'], true]);
  });
});
