import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { type CarriedAnswer, type CarriedCheck, openCheckAnswer, sealCheck } from '#shared/protocol/carried-check.ts';
import { type CheckRequest, type CheckResponse, checkRequest, checkResponse } from '#shared/protocol/checks.ts';
import { directory, type HubKeys } from '#shared/protocol/directory.ts';
import { encryptionKeyId } from '#shared/protocol/hpke.ts';
import { readStatement, signedStatement } from '#shared/protocol/hub-statement.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { nodeVerifier, systemRandom } from '#test/helpers/crypto.ts';
import { newTestBureau, testDeps } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { codeOf, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';

const documents = [
  { recordId: 'D-1', documentNumber: 'L898902C3', issuingCountry: 'UTO', type: 'passport', fraudType: 'stolen' },
];

describe('a check that is carried for another workstation of the bureau', () => {
  let hub: TestHub;
  let carrier: TestWorkstation;
  let ruritania: TestWorkstation;
  let asker: TestWorkstation;
  let hubKeys: HubKeys;

  beforeAll(async () => {
    hub = await startTestHub();
    carrier = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
    await hub.admin.importRecords('sltd', documents);
    const listed = directory.parse((await carrier.ask({ path: '/v1/directory' })).body).hub;
    if (!listed) throw new Error('No keys of the hub');
    hubKeys = listed;
  });
  beforeEach(async () => {
    asker = await enrolWorkstation(hub, carrier.bureau);
  });
  afterAll(() => hub.close());

  const frame = () => ({ bureau: asker.bureau.code, workstation: asker.workstation });
  const ask = (documentNumber: string, more: object = {}): CheckRequest =>
    checkRequest.parse({
      checkId: newId(testDeps),
      purpose: 'search-wanted-person',
      database: 'sltd',
      query: { documentNumber },
      ...more,
    });
  const seal = (question: CheckRequest, { by = asker, protocol = PROTOCOL_VERSION, key = hubKeys.publicKey } = {}) =>
    sealCheck(
      { random: systemRandom, signer: by.signer },
      { bureau: by.bureau.code, workstation: by.workstation },
      { keyId: hubKeys.keyId, publicKey: fromBase64Url(key) },
      protocol,
      question,
    );
  const bring = (by: TestWorkstation, ...checks: readonly CarriedCheck[]) =>
    by.ask({ path: '/v1/bundles/checks', json: { workstation: asker.workstation, checks } });
  const answersTo = async (...checks: readonly CarriedCheck[]): Promise<CarriedAnswer[]> => {
    const signed = signedStatement.parse((await bring(carrier, ...checks)).body);
    const statement = await readStatement({ verifier: nodeVerifier }, signed, hubKeys.signingKey);
    if (statement?.what !== 'checks') throw new Error('No word of the hub about checks');
    expect(statement).toMatchObject({ bureau: 'UTO', workstation: asker.workstation, carrier: carrier.workstation });
    return statement.answers;
  };
  const deviceOf = async ({ device }: TestWorkstation) => ({
    keyId: await encryptionKeyId(device.publicKey),
    privateKey: device.privateKey,
  });
  const opened = async (answer: CarriedAnswer | undefined): Promise<CheckResponse | null> =>
    answer ? openCheckAnswer(frame(), answer, await deviceOf(asker)) : null;
  const audited = (subject: string) =>
    hub.database.query<{ workstation: string; details: Record<string, unknown> }>(
      'select workstation, details from audit where subject = $1',
      [subject],
    );
  const byLine = (question: CheckRequest) => asker.ask({ path: '/v1/checks', json: question });

  it('is carried out in the asker’s name and answered to the asker alone; who carried stands in the audit chain', async () => {
    const [found, none] = [ask('L898902C3'), ask('X1')];
    const [first, second] = await answersTo(await seal(found), await seal(none));
    expect([first?.code, second?.code]).toEqual(['accepted', 'accepted']);
    expect(await opened(first)).toMatchObject({ outcome: 'NO_ERROR', candidates: [{ recordId: 'D-1' }] });
    expect(await opened(second)).toMatchObject({ outcome: 'NO_ANSWER', candidates: [] });
    if (!first) throw new Error('No answer');
    expect(await openCheckAnswer(frame(), first, await deviceOf(carrier))).toBeNull();
    expect(await audited(found.checkId)).toEqual([
      {
        workstation: asker.workstation,
        details: expect.objectContaining({ database: 'sltd', outcome: 'NO_ERROR', carrier: carrier.workstation }),
      },
    ]);
  });

  it('is carried out once, whatever brings it again: the line, another file, all at the same moment', async () => {
    const question = ask('L898902C3');
    const sealed = await Promise.all([1, 2, 3].map(() => seal(question)));
    const tries = await Promise.all([byLine(question), ...sealed.map((check) => answersTo(check))]);
    const [line, ...carried] = tries;
    const answers = await Promise.all(carried.map((statement) => opened((statement as CarriedAnswer[])[0])));
    const stored = checkResponse.parse((line as { readonly body: unknown }).body);
    expect(answers).toEqual([stored, stored, stored]);
    expect(await audited(question.checkId)).toHaveLength(1);
    const times = carried.map((statement) => (statement as CarriedAnswer[])[0]?.answeredAt);
    expect(new Set(times).size).toBe(1);
    expect(await answersTo(await seal({ ...question, purpose: 'security-check' }))).toMatchObject([
      { code: 'id-reused', sealed: null },
    ]);
  });

  it('leaves no trace when the asker did not sign it: nobody asks in another’s name or uses up an id', async () => {
    const question = ask('L898902C3');
    const whole = await seal(question);
    const forged = await seal(question, { by: carrier });
    const stranger = await newTestBureau('UTO');
    const altered = { ...whole, enc: forged.enc };
    const codes = (await answersTo(forged, altered)).map(({ code }) => code);
    expect(codes).toEqual(['bad-signature', 'bad-signature']);
    const notForTheHub = await seal(question, { key: Buffer.from(stranger.publicKey).toString('base64url') });
    expect(await answersTo(notForTheHub, await seal(question, { protocol: PROTOCOL_VERSION + 1 }))).toMatchObject([
      { code: 'malformed' },
      { code: 'protocol-unsupported' },
    ]);
    expect(await audited(question.checkId)).toEqual([]);
    expect(await opened((await answersTo(whole))[0])).toMatchObject({ outcome: 'NO_ERROR' });
  });

  it('says of a database that is not held that nothing was searched, and is asked again later', async () => {
    const question = ask('', { database: 'vehicle', query: { plate: 'UT 123' } });
    const check = await seal(question);
    expect(await answersTo(check)).toMatchObject([{ code: 'database-unavailable', answeredAt: null, sealed: null }]);
    expect(await audited(question.checkId)).toEqual([]);
    await hub.admin.importRecords('vehicle', [
      { recordId: 'V-1', plate: 'UT 123', make: 'Utopia', theftType: 'theft' },
    ]);
    expect(await opened((await answersTo(check))[0])).toMatchObject({ outcome: 'NO_ERROR' });
  });

  it('is refused for a revoked workstation and for one of another bureau, with nothing carried out', async () => {
    const question = ask('L898902C3');
    const check = await seal(question);
    expect(codeOf(await bring(ruritania, check))).toBe('sender-mismatch');
    await hub.admin.revokeWorkstation(asker.workstation);
    const answer = await bring(carrier, check);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'sender-revoked']);
    expect(await audited(question.checkId)).toEqual([]);
  });
});
