import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeBackMessage } from '#core/messages/take-back-message.ts';
import { messageById } from '#core/store/tables/messages.ts';
import { messageBody } from '#shared/protocol/message-body.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

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
});
