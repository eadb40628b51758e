import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { newSigningKey } from '#test/helpers/crypto.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';
import { EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const PAGES = 6;

describe('what a person sends or asks while much arrives or leaves', () => {
  let hub: SyncRounds;
  let envelope: Envelope;

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
    const [fri, uto] = [await newTestBureau('FRI'), await newTestBureau('UTO')];
    const sender = { bureau: fri, workstation: hub.core.newId(), signer: newSigningKey() };
    envelope = await makeEnvelope({ sender, to: [uto], sequence: 1 });
  });
  afterEach(() => hub.close());

  const check = () => {
    const query = { documentNumber: 'P1O2345', issuingCountry: 'UTO', type: 'passport' } as const;
    const question = { database: 'sltd', query } as const;
    return hub.core.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
  };
  /** What was asked of the hub from the first of these on, without what each round asks beside. */
  const order = () =>
    hub.log
      .map((line) => line.replace(/^.*: (GET|POST) /, '').replace(/\?.*$/, ''))
      .filter((path) => ['/v1/stream', '/v1/envelopes', '/v1/checks'].includes(path));

  it('goes after the page that is on its way, not after all of them', async () => {
    hub.answer = async (request) => {
      const { pathname, searchParams } = new URL(request.path, 'https://hub');
      if (pathname !== '/v1/stream') return wellBehaved(request);
      const after = Number(searchParams.get('after'));
      if (after === 1) await Promise.all([check(), hub.core.call('message.send', messageInput())]);
      const item = { number: after + 1, receivedAt: '2026-11-23T09:00:00.000Z', envelope };
      return json(200, { epoch: EPOCH, resumeAfter: after, items: after < PAGES ? [item] : [], head: PAGES });
    };
    await hub.until(() => hub.asked('/v1/envelopes') > 0);
    expect(order().slice(0, 4)).toEqual(['/v1/stream', '/v1/stream', '/v1/checks', '/v1/envelopes']);
  });

  it('is asked after the request that is on its way, not after the whole outbox', async () => {
    for (let count = 0; count < 60; count += 1) await hub.core.call('message.send', messageInput());
    let offers = 0;
    hub.answer = async (request) => {
      if (request.path !== '/v1/envelopes') return wellBehaved(request);
      offers += 1;
      if (offers === 1) await check();
      const { envelopes } = JSON.parse(String(request.body)) as { envelopes: { id: string }[] };
      const verdicts = envelopes.map(({ id }) => {
        const audit = { number: 1, hash: 'a'.repeat(64) };
        const receipt = { envelopeId: id, streamNumber: 1, receivedAt: '2026-11-23T09:00:00.000Z', audit };
        return { id, class: 'accepted', code: 'accepted', what: '', toDo: '', receipt };
      });
      return json(200, { epoch: EPOCH, verdicts });
    };
    await hub.until(() => offers > 2);
    expect(order().slice(0, 3)).toEqual(['/v1/envelopes', '/v1/checks', '/v1/envelopes']);
  });
});
