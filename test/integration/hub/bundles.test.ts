import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Verdict } from '#shared/protocol/acceptance.ts';
import { directory } from '#shared/protocol/directory.ts';
import { type HubStatement, readStatement, signedStatement } from '#shared/protocol/hub-statement.ts';
import { nodeVerifier } from '#test/helpers/crypto.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, codeOf, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

const WAITING =
  'select 1 from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())';

describe('carrying for another workstation of the bureau', () => {
  let hub: TestHub;
  let carrier: TestWorkstation;
  let ruritania: TestWorkstation;
  let sender: TestWorkstation;
  let hubKey: string;

  beforeAll(async () => {
    hub = await startTestHub();
    carrier = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
    hubKey = directory.parse((await carrier.ask({ path: '/v1/directory' })).body).hub?.signingKey ?? '';
  });
  beforeEach(async () => {
    sender = await enrolWorkstation(hub, carrier.bureau);
  });
  afterAll(() => hub.close());

  const make = (sequence: number, more: Partial<Parameters<typeof makeEnvelope>[0]> = {}) =>
    makeEnvelope({ sender, to: [ruritania.bureau], sequence, ...more });
  const offerFor = (by: TestWorkstation, ...envelopes: readonly unknown[]) =>
    by.ask({ path: '/v1/bundles/envelopes', json: { workstation: sender.workstation, envelopes } });
  const heard = async (answer: { readonly body: unknown }): Promise<HubStatement> => {
    const statement = await readStatement({ verifier: nodeVerifier }, signedStatement.parse(answer.body), hubKey);
    if (!statement) throw new Error('Not signed by the hub');
    return statement;
  };
  const carried = async (...envelopes: readonly unknown[]): Promise<readonly Verdict[]> => {
    const statement = await heard(await offerFor(carrier, ...envelopes));
    if (statement.what !== 'verdicts') throw new Error(statement.what);
    return statement.verdicts;
  };
  const audited = (subject: string) =>
    hub.database.query<{ details: Record<string, unknown> }>('select details from audit where subject = $1', [subject]);

  it('accepts what the sender signed, under its own numbers, audits who carried it, and signs the answer', async () => {
    const [first, second] = [await make(1), await make(2)];
    const statement = await heard(await offerFor(carrier, first, second));
    expect(statement).toMatchObject({
      what: 'verdicts',
      bureau: 'UTO',
      workstation: sender.workstation,
      carrier: carrier.workstation,
      before: [],
    });
    expect((await carried(first, second)).map(({ code }) => code)).toEqual(['accepted', 'accepted']);
    expect((await audited(first.id)).map(({ details }) => details.carrier)).toEqual([carrier.workstation]);
    expect((await sender.offer(await make(3))).map(({ code }) => code)).toEqual(['accepted']);
  });

  it('tells what had been decided before, by the line or by another bundle', async () => {
    const [byLine, byBundle] = [await make(1), await make(2)];
    await sender.offer(byLine);
    expect(await heard(await offerFor(carrier, byLine, byBundle))).toMatchObject({ before: [byLine.id] });
    expect(await heard(await offerFor(carrier, byLine, byBundle))).toMatchObject({ before: [byLine.id, byBundle.id] });
  });

  it('takes each once when line and bundles bring the same at the same moment', async () => {
    const batch = await Promise.all([1, 2, 3, 4, 5].map((sequence) => make(sequence)));
    const tries = Array.from({ length: 4 }, () => [sender.offer(...batch), carried(...batch)]).flat();
    await Promise.all(tries);
    await sender.offer(...batch);
    for (const { id } of batch) {
      expect(await hub.database.query('select 1 from streams where envelope_id = $1', [id])).toHaveLength(2);
    }
  });

  it('decides nothing about what the sender did not sign: nobody else uses up its numbers or its ids', async () => {
    const whole = await make(1);
    const altered = { ...whole, priority: 'urgent' };
    const forged = { ...whole, signature: (await make(1)).signature };
    const verdicts = await carried(altered, forged, { ...whole, body: undefined }, 'nothing');
    expect(verdicts.map(({ id, code }) => [id, code])).toEqual([
      [null, 'bad-signature'],
      [null, 'bad-signature'],
      [null, 'malformed'],
      [null, 'malformed'],
    ]);
    expect((await sender.offer(whole)).map(({ code }) => code)).toEqual(['accepted']);
    expect((await carried(await makeEnvelope({ sender: carrier, to: [ruritania.bureau], sequence: 1 })))[0]?.code).toBe(
      'sender-mismatch',
    );
  });

  it('takes no signature written otherwise, so that who carries cannot make another content of what was signed', async () => {
    const whole = await make(1);
    // 64 bytes leave four bits of the last letter unused.
    const written = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const last = written[written.indexOf(whole.signature.slice(-1)) ^ 1] ?? '';
    const otherwise = { ...whole, signature: `${whole.signature.slice(0, -1)}${last}` };
    expect(await carried(otherwise)).toMatchObject([{ id: null, code: 'bad-signature' }]);
    expect((await sender.offer(whole)).map(({ code }) => code)).toEqual(['accepted']);
  });

  it('is answered with the same keys by every process of a hub, and after a restart', async () => {
    const again = await startTestHub({ databaseUrl: hub.databaseUrl });
    try {
      const { body } = await askHub(again, carrier.identity, { path: '/v1/directory' });
      expect(directory.parse(body).hub?.signingKey).toBe(hubKey);
    } finally {
      await again.close();
    }
  });

  it('is not for another bureau', async () => {
    const envelope = await make(1);
    expect(codeOf(await offerFor(ruritania, envelope))).toBe('sender-mismatch');
    expect((await sender.offer(envelope)).map(({ code }) => code)).toEqual(['accepted']);
  });

  it('is refused for a revoked workstation, whoever carries, with its own code and nothing decided', async () => {
    const envelope = await make(1);
    await hub.admin.revokeWorkstation(sender.workstation);
    const answer = await offerFor(carrier, envelope);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'sender-revoked']);
    expect(await audited(envelope.id)).toEqual([]);
  });

  it('is not decided for a workstation that is revoked while its envelopes are on their way to the decision', async () => {
    const envelope = await make(1);
    const administrator = new pg.Client({ connectionString: hub.databaseUrl });
    await administrator.connect();
    await administrator.query('begin');
    await administrator.query(`update workstations set status = 'revoked' where id = $1`, [sender.workstation]);
    const offered = offerFor(carrier, envelope);
    await expect.poll(async () => (await administrator.query(WAITING)).rowCount).toBeGreaterThan(0);
    await administrator.query('commit');
    await administrator.end();
    expect(codeOf(await offered)).toBe('busy');
    expect(codeOf(await offerFor(carrier, envelope))).toBe('sender-revoked');
    expect(await audited(envelope.id)).toEqual([]);
  });

  it('answers the stream and the directory signed, for the cursor that was asked with', async () => {
    const envelope = await make(1);
    await carried(envelope);
    const stream = await heard(await carrier.ask({ path: '/v1/bundles/stream?after=0' }));
    expect(stream).toMatchObject({ what: 'stream', bureau: 'UTO', asked: { after: 0, epoch: null } });
    const listed = await heard(await carrier.ask({ path: '/v1/bundles/directory' }));
    expect(listed.what === 'directory' && listed.directory.bureaus.map(({ code }) => code)).toContain('RUR');
    const tampered = signedStatement.parse((await carrier.ask({ path: '/v1/bundles/directory' })).body);
    const changed = { ...tampered, text: tampered.text.replace('UTO', 'UTX') };
    expect(await readStatement({ verifier: nodeVerifier }, changed, hubKey)).toBeNull();
  });
});
