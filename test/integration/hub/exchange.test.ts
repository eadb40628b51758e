import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_BYTES } from '#hub/store/streams.ts';
import { openBody } from '#shared/protocol/sealed-body.ts';
import { streamPage } from '#shared/protocol/stream.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

describe('two bureaus exchanging messages over the hub', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    [utopia, ruritania] = await Promise.all([enrolNewBureau(hub, 'UTO'), enrolNewBureau(hub, 'RUR')]);
  });
  afterAll(() => hub.close());

  it('delivers a sealed message to the addressee and to the sender’s own stream', async () => {
    const sent = await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: 1, content: { text: 'a' } });
    const [verdict] = await utopia.offer(sent);
    expect(verdict).toMatchObject({ id: sent.id, class: 'accepted', code: 'accepted' });
    expect(verdict?.receipt).toMatchObject({ envelopeId: sent.id, streamNumber: 1 });

    const [own, theirs] = await Promise.all([utopia.pull(), ruritania.pull()]);
    expect(own.items.map(({ envelope }) => envelope.id)).toEqual([sent.id]);
    expect(theirs).toMatchObject({ head: 1, resumeAfter: 0, epoch: utopia.answer.epoch });
    expect(theirs.items[0]?.envelope).toEqual(sent);
    const { code: bureau, keyId, privateKey } = ruritania.bureau;
    const received = theirs.items[0]?.envelope ?? sent;
    expect(await openBody(received, received.body, [{ bureau, keyId, privateKey }])).toEqual({
      ok: true,
      value: { text: 'a' },
    });
  });

  it('gives every workstation of a bureau the same stream', async () => {
    const second = await enrolWorkstation(hub, utopia.bureau);
    expect(await second.pull()).toEqual(await utopia.pull());
    const envelope = await makeEnvelope({ sender: second, to: [utopia.bureau], sequence: 1 });
    expect((await second.offer(envelope))[0]?.code).toBe('accepted');
    expect((await utopia.pull()).items.at(-1)?.envelope.id).toBe(envelope.id);
  });

  it('pages a stream in order, without gaps', async () => {
    const envelopes = await Promise.all(
      [2, 3, 4].map((sequence) => makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence })),
    );
    await utopia.offer(...envelopes);
    const first = await ruritania.ask({ path: '/v1/stream?after=1&limit=2' });
    const second = await ruritania.pull(3);
    expect((first.body as { items: { number: number }[] }).items.map(({ number }) => number)).toEqual([2, 3]);
    expect(second.items.map(({ number }) => number)).toEqual([4]);
    expect(second.items[0]?.envelope.id).toBe(envelopes[2]?.id);
  });

  it('ends a page early where envelopes are large, and leaves none out', async () => {
    const { head } = await ruritania.pull();
    const text = 'x'.repeat(250_000);
    for (let sequence = 5; sequence < 17; sequence++) {
      const envelope = await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence, content: { text } });
      expect((await utopia.offer(envelope))[0]?.code).toBe('accepted');
    }
    const numbers: number[] = [];
    for (let after = head; after < head + 12; after = numbers.at(-1) ?? Number.POSITIVE_INFINITY) {
      const { bytes, body } = await ruritania.ask({ path: `/v1/stream?after=${after}&limit=200` });
      expect(bytes.length).toBeLessThan(PAGE_BYTES + 400_000);
      numbers.push(...streamPage.parse(body).items.map(({ number }) => number));
    }
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => head + 1 + index));
  });
});
