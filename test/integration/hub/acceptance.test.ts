import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EnvelopeId, newId, workstationId } from '#shared/lib/ids.ts';
import { newSigningKey } from '#test/helpers/crypto.ts';
import { makeEnvelope, newTestBureau, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

describe('accepting envelopes', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  let sender: TestWorkstation;

  beforeAll(async () => {
    hub = await startTestHub();
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
  });
  beforeEach(async () => {
    sender = await enrolWorkstation(hub, utopia.bureau);
  });
  afterAll(() => hub.close());

  const make = (sequence: number, more: Partial<Parameters<typeof makeEnvelope>[0]> = {}) =>
    makeEnvelope({ sender, to: [ruritania.bureau], sequence, ...more });
  const codesOf = async (...envelopes: unknown[]) => (await sender.offer(...envelopes)).map(({ code }) => code);
  /** As hexadecimal digits may be written too. */
  const inCapitals = (id: EnvelopeId) => id.toUpperCase() as EnvelopeId;
  const times = async (id: string) =>
    (await hub.database.query('select 1 from streams where envelope_id = $1', [id])).length;

  it('gives a replay the same answer, receipt included, and nothing twice', async () => {
    const envelope = await make(1);
    const [first] = await sender.offer(envelope);
    const later = await Promise.all([sender.offer(envelope), sender.offer(envelope, await make(2), envelope)]);
    expect(later[0]).toEqual([first]);
    expect([later[1][0], later[1][2]]).toEqual([first, first]);
    expect(await times(envelope.id)).toBe(2);
  });

  it('accepts each once when the same batch arrives many times at the same moment', async () => {
    const batch = await Promise.all(Array.from({ length: 10 }, (_, index) => make(index + 1)));
    const answers = await Promise.all(Array.from({ length: 8 }, () => sender.offer(...batch)));
    for (const [index, envelope] of batch.entries()) {
      expect(await times(envelope.id)).toBe(2);
      const receipts = new Set(answers.map((verdicts) => JSON.stringify(verdicts[index])));
      // A batch that overtook another may have been told to wait for a smaller number; accepted is accepted alike.
      const accepted = [...receipts].filter((receipt) => receipt.includes('"accepted"'));
      expect(accepted).toHaveLength(1);
    }
  });

  it('numbers a stream without gaps or doubles when several bureaus write to it at once', async () => {
    const zubrovia = await newTestBureau('ZUB');
    const before = (await ruritania.pull()).head;
    const senders = [sender, await enrolWorkstation(hub, utopia.bureau), await enrolWorkstation(hub, zubrovia)];
    await Promise.all(
      senders.map(async (one) => {
        for (let sequence = 1; sequence <= 10; sequence++) {
          await one.offer(await makeEnvelope({ sender: one, to: [ruritania.bureau, utopia.bureau], sequence }));
        }
      }),
    );
    const { items, head } = await ruritania.pull(before);
    expect(head).toBe(before + 30);
    expect(items.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => before + index + 1));
    expect(new Set(items.map(({ envelope }) => envelope.id)).size).toBe(30);
  });

  it('waits for a missing number and says which it expects', async () => {
    const [two] = await sender.offer(await make(2));
    expect(two).toMatchObject({ class: 'retry-later', code: 'sequence-gap', details: { expected: 1 } });
    expect(await codesOf(await make(1), await make(2))).toEqual(['accepted', 'accepted']);
  });

  it('refuses another envelope under a number that was used: a copy of the workstation may be running', async () => {
    await sender.offer(await make(1));
    const [again] = await sender.offer(await make(1));
    expect(again).toMatchObject({ class: 'conflict', code: 'sequence-used', details: { expected: 2 } });
  });

  it('uses up the number of a refused envelope, so that it never blocks what follows', async () => {
    const stranger = await newTestBureau('XXX');
    const bad = await make(1, { to: [stranger] });
    expect(await codesOf(bad, await make(2))).toEqual(['addressee-unknown', 'accepted']);
    expect(await codesOf(bad)).toEqual(['addressee-unknown']);
  });

  it('reports one bad envelope in a full batch and delivers the rest', async () => {
    const batch: unknown[] = await Promise.all(Array.from({ length: 50 }, (_, index) => make(index + 1)));
    batch[20] = { ...(batch[20] as object), priority: 'at once' };
    const codes = await codesOf(...batch);
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(49);
    expect(codes[20]).toBe('malformed');
  });

  it('refuses an envelope with half of a character in it, and neither the request nor what follows', async () => {
    const half = { ...(await make(1)), priority: '\ud800' };
    expect(await codesOf(half, await make(2))).toEqual(['malformed', 'accepted']);
  });

  it('answers one that is nested too deep to be written down, and neither fails nor keeps the others', async () => {
    const depth = 100_000;
    const [deep, good] = [await make(1), await make(1)];
    const nested = `${JSON.stringify(deep).slice(0, -1)},"more":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const bytes = Buffer.from(`{"envelopes":[${nested},${JSON.stringify(good)}]}`);
    const headers = { 'content-type': 'application/json' };
    const answer = await sender.ask({ path: '/v1/envelopes', method: 'POST', bytes, headers });
    expect(answer.body).toMatchObject({ verdicts: [{ id: null, code: 'malformed' }, { code: 'accepted' }] });
  });

  it('knows an identifier in one way of writing only, so that none is another and the same', async () => {
    const first = await make(1, { change: (unsigned) => ({ ...unsigned, id: inCapitals(unsigned.id) }) });
    const [refused] = await sender.offer(first);
    expect(refused).toMatchObject({ id: null, code: 'malformed' });
    const envelope = await make(1);
    await sender.offer(envelope);
    const same = await make(2, { change: (unsigned) => ({ ...unsigned, id: inCapitals(envelope.id) }) });
    expect(await codesOf(same, await make(2))).toEqual(['malformed', 'accepted']);
  });

  it('answers values that are no envelopes at all', async () => {
    expect(await codesOf(null, 7, {}, { id: 'x' })).toEqual(['malformed', 'malformed', 'malformed', 'malformed']);
  });

  it('refuses the same id with another content, even with the sender’s own signature', async () => {
    const envelope = await make(1);
    await sender.offer(envelope);
    const other = await make(2, { change: (unsigned) => ({ ...unsigned, id: envelope.id }) });
    expect(await codesOf(other, await make(3))).toEqual(['id-reused', 'accepted']);
    expect(await times(envelope.id)).toBe(2);
  });

  it('refuses an envelope in the name of another workstation, and one signed by somebody else', async () => {
    const impostor = await make(1, { sender: { ...sender, workstation: utopia.workstation } });
    expect(await codesOf(impostor)).toEqual(['sender-mismatch']);
    const strangersName = await make(1, { sender: { ...sender, workstation: workstationId.parse(newId(testDeps)) } });
    expect(await codesOf(strangersName)).toEqual(['sender-mismatch']);
    const forged = await make(1, { sender: { ...sender, signer: newSigningKey() } });
    expect(await codesOf(forged)).toEqual(['bad-signature']);
  });

  it('refuses a body that is not sealed to exactly those it goes to', async () => {
    const unsealed = await make(1, {
      change: (unsigned) => ({
        ...unsigned,
        body: { ...unsigned.body, recipients: unsigned.body.recipients.filter(({ bureau }) => bureau === 'UTO') },
      }),
    });
    const toTooMany = await make(2, { change: (unsigned) => ({ ...unsigned, to: [sender.bureau.code] }) });
    expect(await codesOf(unsealed, toTooMany)).toEqual(['recipients-mismatch', 'recipients-mismatch']);
  });

  it('refuses a seal to a key the bureau does not have, as a conflict to be sealed again', async () => {
    const [verdict] = await sender.offer(await make(1, { to: [await newTestBureau('RUR')] }));
    expect(verdict).toMatchObject({ class: 'conflict', code: 'recipient-key-unknown', details: { bureau: 'RUR' } });
  });

  it('routes kinds it does not know', async () => {
    const future = await make(1, { change: (unsigned) => ({ ...unsigned, kind: 'notice-draft' }) });
    expect(await codesOf(future)).toEqual(['accepted']);
  });

  it('accepts whatever the clock of a workstation says', async () => {
    const dates = ['1970-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z'];
    const envelopes = await Promise.all(
      dates.map((sentAt, index) => make(index + 1, { change: (unsigned) => ({ ...unsigned, sentAt }) })),
    );
    expect(await codesOf(...envelopes)).toEqual(['accepted', 'accepted']);
  });

  it('writes every decision into the bureau’s audit chain, which shows a later change', async () => {
    const [verdict] = await sender.offer(await make(1));
    const rows = await hub.database.query<{ hash: string; event: string }>(
      `select hash, event from audit where bureau = 'UTO' and number = $1`,
      [verdict?.receipt?.audit.number],
    );
    expect(rows).toEqual([{ hash: verdict?.receipt?.audit.hash, event: 'envelope-accepted' }]);
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
    const number = verdict?.receipt?.audit.number;
    await hub.database.query(`update audit set details = '{}' where bureau = 'UTO' and number = $1`, [number]);
    const chain = (await hub.admin.verifyAudit()).find(({ bureau }) => bureau === 'UTO');
    expect(chain?.brokenAt).toBe(number);
  });
});
