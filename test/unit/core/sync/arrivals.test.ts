import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPEN_KEPT } from '#core/bureau-keys/receive-keys.ts';
import { lostArrivals } from '#core/store/tables/arrivals.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { keptEnvelopes } from '#core/store/tables/unreadable-envelopes.ts';
import { putWorkstation } from '#core/store/tables/workstations.ts';
import { standingOf } from '#core/sync/pull-lane.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { START } from '#test/helpers/core-station.ts';
import { newSigningKey, type SigningKey } from '#test/helpers/crypto.ts';
import { makeEnvelope, newTestBureau, type TestBureau, type TestSender } from '#test/helpers/envelopes.ts';
import { EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

/** With the key that the directory shows. */
type Sender = TestSender & { readonly signer: SigningKey };

describe('what arrives by the stream', () => {
  let hub: SyncRounds;
  let uto: TestBureau;
  let fri: Sender;
  let rur: Sender;
  let colleague: Sender;
  let pair: Parameters<typeof keepBureauKey>[1];

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
    uto = await newTestBureau('UTO');
    const senderOf = (bureau: TestBureau): Sender => ({
      bureau,
      workstation: hub.core.newId(),
      signer: newSigningKey(),
    });
    [fri, rur, colleague] = [senderOf(await newTestBureau('FRI')), senderOf(await newTestBureau('RUR')), senderOf(uto)];
    const { keyId, publicKey, privateKey } = uto;
    pair = { keyId, publicKey: toBase64Url(publicKey), privateKey: toBase64Url(privateKey), since: START };
    hub.core.transaction(({ tx }) => keepBureauKey(tx, pair));
    for (const sender of [fri, rur, colleague]) know(sender, sender.signer.publicKey);
  });
  afterEach(() => hub.close());

  /** As the directory shows it. */
  const know = ({ bureau, workstation }: TestSender, signingKey: string) =>
    hub.core.transaction(({ tx }) =>
      putWorkstation(tx, {
        id: workstation as WorkstationId,
        bureau: bureau.code,
        signingKey,
        deviceKey: 'A'.repeat(43),
        status: 'active',
        enrolledAt: START,
        revokedUnder: null,
      }),
    );
  const body = (subject: string) => ({
    subject,
    text: 'Please tell us who drove it.',
    priority: 'routine',
    handling: 'H1',
    marking: 'restricted',
    purpose: 'obtain-information',
    conversation: hub.core.newId(),
    subjects: [],
    attachments: [],
  });
  const message = (sender: TestSender, subject: string, more: Pick<Parameters<typeof makeEnvelope>[0], 'id'> = {}) => {
    const to = [sender === colleague ? fri.bureau : uto];
    return makeEnvelope({ sender, to, sequence: 1, content: body(subject), ...more });
  };
  const take = async (envelopes: readonly Envelope[], epoch = EPOCH) => {
    hub.answer = (request) => {
      const { pathname, searchParams } = new URL(request.path, 'https://hub');
      if (pathname !== '/v1/stream') return wellBehaved(request);
      const isOfBefore = searchParams.get('epoch') !== epoch && searchParams.has('epoch');
      const after = isOfBefore ? 0 : Number(searchParams.get('after'));
      const items = envelopes.map((envelope, place) => ({
        number: place + 1,
        receivedAt: '2026-11-23T09:00:00.000Z',
        envelope,
      }));
      const head = envelopes.length;
      return json(200, { epoch, resumeAfter: after, items: items.filter(({ number }) => number > after), head });
    };
    hub.engine.wake();
    const isThere = () => standingOf(hub.core.station.store.read).epoch === epoch;
    await hub.until(() => isThere() && standingOf(hub.core.station.store.read).after === envelopes.length);
  };
  const told = () => hub.told.flatMap((event) => (event.event === 'message-arrived' ? [event.from] : []));
  const subjects = async () =>
    (await hub.core.call('message.list', { box: 'inbox' })).rows.map(({ subject }) => subject);

  it('is told of once: not what a colleague sent, nor what comes again after a restore of the hub', async () => {
    const envelopes = [await message(fri, 'Who drove the car?'), await message(colleague, 'Who owns the boat?')];
    await take(envelopes);
    expect(told()).toEqual(['FRI']);
    await take([...envelopes, await message(rur, 'Whose boat is it?')], '01930000-0000-7000-8000-000000000001');
    expect(told()).toEqual(['FRI', 'RUR']);
  });

  it('is kept and shown where it bears the identifier of another bureau’s message: neither takes the place of the other', async () => {
    const first = await message(fri, 'Who drove the car?');
    await take([first, await message(rur, 'Whose boat is it?', { id: first.id })]);
    expect(await subjects()).toEqual(['Who drove the car?']);
    expect(
      keptEnvelopes(hub.core.station.store.read, ['not-taken-in']).map(({ streamNumber }) => streamNumber),
    ).toEqual([2]);
  });

  it('is not taken for a workstation’s that the directory has given another key', async () => {
    const other = { ...fri, signer: newSigningKey() };
    know(other, other.signer.publicKey);
    await take([await message(other, 'Send everything you have.'), await message(fri, 'Who drove the car?')]);
    expect(await subjects()).toEqual(['Who drove the car?']);
    expect(
      keptEnvelopes(hub.core.station.store.read, ['bad-signature']).map(({ streamNumber }) => streamNumber),
    ).toEqual([1]);
  });

  it('is offered for others where the keys for it come after the hub was put back and has lost it', async () => {
    hub.core.transaction(({ tx }) => tx.run('DELETE FROM bureau_keys'));
    const asked = await message(fri, 'Who drove the car?');
    await take([asked]);
    await take([], '01930000-0000-7000-8000-000000000001');
    expect(await subjects()).toEqual([]);
    hub.core.transaction(({ tx }) => {
      keepBureauKey(tx, pair);
      putSyncState(tx, OPEN_KEPT, 'yes');
    });
    hub.engine.wake();
    await hub.until(() => lostArrivals(hub.core.station.store.read, 10).length > 0);
    expect(await subjects()).toEqual(['Who drove the car?']);
    expect(lostArrivals(hub.core.station.store.read, 10).map(({ id }) => id)).toEqual([asked.id]);
  });

  it('is kept beside what had its number before the hub was put back, where neither can be read, and once where it comes again', async () => {
    const stranger = { ...fri, workstation: hub.core.newId() };
    const kept = () =>
      keptEnvelopes(hub.core.station.store.read, ['sender-unknown']).map(({ envelope }) => JSON.parse(envelope).id);
    const [before, after] = [
      await message(stranger, 'Who drove the car?'),
      await message(stranger, 'Whose boat is it?'),
    ];
    await take([before]);
    await take([after], '01930000-0000-7000-8000-000000000001');
    expect(kept()).toEqual([before.id, after.id]);
    await take([after], '01930000-0000-7000-8000-000000000002');
    expect(kept()).toEqual([before.id, after.id]);
  });
});
