import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { type AnswerCode, answerCodes } from '#shared/protocol/answers.ts';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';
import {
  type CarriedAnswer,
  type CarriedCheck,
  isCheckRefused,
  isCheckSignedBy,
  openCheck,
  openCheckAnswer,
  sealCheck,
  sealCheckAnswer,
} from '#shared/protocol/carried-check.ts';
import { type CheckResponse, checkRequest, checkResponse } from '#shared/protocol/checks.ts';
import { newSigningKey, nodeVerifier, seededRandom } from '#test/helpers/crypto.ts';
import { newTestBureau, type TestBureau, testDeps } from '#test/helpers/envelopes.ts';

const signer = newSigningKey();
const deps = { random: seededRandom('carried check'), signer, verifier: nodeVerifier };
const asker = { bureau: 'UTO', workstation: newId(testDeps) };
const otherAskers = [
  { ...asker, bureau: 'RUR' },
  { ...asker, workstation: newId(testDeps) },
];
const question = checkRequest.parse({
  checkId: newId(testDeps),
  purpose: 'search-wanted-person',
  database: 'nominal',
  query: { name: 'Zorkova', forename: 'Анна' },
});
const response: CheckResponse = checkResponse.parse({
  checkId: question.checkId,
  database: 'nominal',
  outcome: 'NO_ANSWER',
  candidates: [],
  truncated: false,
  state: { change: 3, asOf: '2026-11-24T09:00:00.000Z' },
});

let hub: TestBureau;
let device: TestBureau;
let check: CarriedCheck;
let answer: CarriedAnswer;

beforeAll(async () => {
  hub = await newTestBureau('GSE');
  device = await newTestBureau('UTO');
  check = await sealCheck(deps, asker, hub, 4, question);
  answer = {
    checkId: question.checkId,
    code: 'accepted',
    answeredAt: '2026-11-24T09:00:00.000Z' as CarriedAnswer['answeredAt'],
    sealed: await sealCheckAnswer(deps, asker, device, response),
  };
});

const flipped = (text: string) => {
  const bytes = fromBase64Url(text);
  return toBase64Url(bytes.with(3, (bytes[3] ?? 0) ^ 1));
};

describe('a check that travels in a file', () => {
  it('is read by the hub alone, as it was asked, and its answer by the asking machine alone', async () => {
    expect(await openCheck(asker, check, hub)).toEqual(question);
    expect(await openCheck(asker, check, device)).toBe('other-key');
    expect(await openCheck(asker, check, { keyId: hub.keyId, privateKey: device.privateKey })).toBe('malformed');
    expect(await openCheckAnswer(asker, answer, device)).toEqual(response);
    expect(await openCheckAnswer(asker, answer, hub)).toBeNull();
    expect(await openCheckAnswer(asker, { ...answer, sealed: null }, device)).toBeNull();
  });

  it('tells by its length neither what was asked nor whether anything was found', async () => {
    const longer = checkRequest.parse({ ...question, query: { name: 'Z'.repeat(60), forename: 'Q'.repeat(60) } });
    const candidates = [
      {
        recordId: 'N-1',
        score: 1,
        reasons: ['name-exact'],
        summary: { kind: 'nominal', name: 'ZORKOVA', forename: null, birthDate: null, sex: 'F', nationalities: [] },
      },
    ];
    const found = checkResponse.parse({ ...response, outcome: 'NO_ERROR', candidates });
    expect((await sealCheck(deps, asker, hub, 4, longer)).ciphertext.length).toBe(check.ciphertext.length);
    expect((await sealCheckAnswer(deps, asker, device, found))?.ciphertext.length).toBe(
      answer.sealed?.ciphertext.length,
    );
  });

  it('is of nobody else: passed off as another’s, changed, or under another id it is not signed and does not open', async () => {
    expect(await isCheckSignedBy(deps, asker, check, signer.publicKey)).toBe(true);
    expect(await isCheckSignedBy(deps, asker, check, newSigningKey().publicKey)).toBe(false);
    for (const other of otherAskers) {
      expect(await isCheckSignedBy(deps, other, check, signer.publicKey)).toBe(false);
      expect(await openCheck(other, check, hub)).toBe('malformed');
      expect(await openCheckAnswer(other, answer, device)).toBeNull();
    }
    const id = newId(testDeps) as CarriedCheck['checkId'];
    const { enc, ciphertext } = check;
    const altered: Partial<CarriedCheck>[] = [
      { checkId: id },
      { protocol: 5 },
      { ciphertext: flipped(ciphertext) },
      { enc: flipped(enc) },
      { keyId: device.keyId as CarriedCheck['keyId'] },
    ];
    for (const change of altered)
      expect(await isCheckSignedBy(deps, asker, { ...check, ...change }, signer.publicKey)).toBe(false);
    expect(await openCheck(asker, { ...check, checkId: id }, hub)).toBe('malformed');
    expect(await openCheckAnswer(asker, { ...answer, checkId: id }, device)).toBeNull();
  });

  it('is given up only for what the hub can never answer; the rest is asked again', () => {
    const givenUp: readonly AnswerCode[] = ['malformed', 'id-reused', 'not-found', 'too-large'];
    const open: readonly AnswerCode[] = [
      'accepted',
      'busy',
      'database-unavailable',
      'bad-signature',
      'recipient-key-unknown',
      'protocol-unsupported',
      'sender-revoked',
    ];
    expect(givenUp.filter((code) => !isCheckRefused(code))).toEqual([]);
    expect(open.filter(isCheckRefused)).toEqual([]);
    expect(answerCodes).toEqual(expect.arrayContaining([...givenUp, ...open]));
  });
});
