import { z } from 'zod';
import type { RandomDep } from '../lib/deps.ts';
import { checkId, workstationId } from '../lib/ids.ts';
import { TAG_SIZE } from './aes-gcm.ts';
import { type AnswerCode, answerCode, answers } from './answers.ts';
import { type Bytes, binary, binaryOf, fromBase64Url, fromUtf8, toBase64Url } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type CheckRequest, type CheckResponse, checkRequest, checkResponse } from './checks.ts';
import { hpkeOpen, hpkeSeal, keyId } from './hpke.ts';
import { instant } from './instant.ts';
import { toPaddedJson } from './padded-json.ts';
import { type SignerDep, signedBytes, type VerifierDep } from './signature.ts';

/**
 * A check that travels in a file, since version 4: over the line TLS keeps the question between the workstation and the hub, here seals do.
 * The question is sealed to the hub alone and signed by who asks, the answer to the asking machine alone: whoever carries them, though
 * of the same bureau, reads neither.
 */

/** Filled up, so that the lengths of question and answer say little. */
const QUESTION = { block: 1024, most: 16 * 1024 } as const;
const ANSWER = { block: 4096, most: 1024 * 1024 } as const;

const sealedTo = (most: number) => ({
  /** Of the key it is sealed to. */
  keyId,
  /** Encapsulated key of RFC 9180. */
  enc: binaryOf(32),
  ciphertext: binary(TAG_SIZE, most + TAG_SIZE),
});

/** A question (CheckRequest) sealed to the hub's key (directory: hub.keyId). */
export const carriedCheck = z.strictObject({
  protocol: z.int().min(1),
  /** Of the check: the same by the line and by any number of files, so that it is carried out once. */
  checkId,
  ...sealedTo(QUESTION.most),
  /** Ed25519 of the asking workstation over `ncb-carried-check-v1`, the frame and everything above. */
  signature: binaryOf(64),
});

/** What the hub says about one of them. */
export const carriedAnswer = z.object({
  checkId,
  code: answerCode,
  /** With `accepted`: when the hub carried it out; a file may take days. */
  answeredAt: instant.nullable(),
  /** With `accepted`: the CheckResponse, sealed to the device key of the workstation that asks. */
  sealed: z.object(sealedTo(ANSWER.most)).nullable(),
});

/** Few enough that their answers make one record of a bundle. */
export const MAX_CARRIED_CHECKS = 10;

/** POST /v1/bundles/checks: checks another workstation of the caller's bureau asks. */
export const carriedQuestions = z.strictObject({
  workstation: workstationId,
  checks: z.array(carriedCheck).min(1).max(MAX_CARRIED_CHECKS),
});

export type CarriedCheck = z.infer<typeof carriedCheck>;
export type CarriedAnswer = z.infer<typeof carriedAnswer>;

/** Who asks. Question and answer are bound to it: passed off as another's, they do not open. */
export interface AskingWorkstation {
  readonly bureau: string;
  readonly workstation: string;
}

/** Raw X25519. */
interface PublicKey {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}
interface PrivateKey {
  readonly keyId: string;
  readonly privateKey: Uint8Array;
}

type Way = 'ncb-carried-check' | 'ncb-carried-answer';

const binding = (what: Way, { bureau, workstation }: AskingWorkstation, check: string, key: string): Bytes =>
  canonicalJson({ what, bureau, workstation, checkId: check, keyId: key });

const signedPart = (
  { bureau, workstation }: AskingWorkstation,
  { signature: _signature, ...check }: Omit<CarriedCheck, 'signature'> & { readonly signature?: string },
): Bytes => signedBytes('ncb-carried-check-v1', { bureau, workstation, ...check });

export async function sealCheck(
  deps: RandomDep & SignerDep,
  asker: AskingWorkstation,
  hub: PublicKey,
  protocol: number,
  question: CheckRequest,
): Promise<CarriedCheck> {
  const info = binding('ncb-carried-check', asker, question.checkId, hub.keyId);
  const sealed = await seal(deps, hub, info, toPaddedJson(question, QUESTION));
  const unsigned = { protocol, checkId: question.checkId, ...sealed };
  return { ...unsigned, signature: toBase64Url(await deps.signer.sign(signedPart(asker, unsigned))) };
}

/** Whether the workstation with this key (raw Ed25519, base64url) asks exactly that. */
export async function isCheckSignedBy(
  { verifier }: VerifierDep,
  asker: AskingWorkstation,
  check: CarriedCheck,
  signingKey: string,
): Promise<boolean> {
  return verifier.verify(fromBase64Url(signingKey), signedPart(asker, check), fromBase64Url(check.signature));
}

/** other-key: sealed to another key than the hub's · malformed: not a question of this version under this id */
export async function openCheck(
  asker: AskingWorkstation,
  check: CarriedCheck,
  hub: PrivateKey,
): Promise<CheckRequest | 'other-key' | 'malformed'> {
  if (check.keyId !== hub.keyId) return 'other-key';
  const json = await open(hub, binding('ncb-carried-check', asker, check.checkId, check.keyId), check);
  const question = checkRequest.safeParse(json);
  return question.success && question.data.checkId === check.checkId ? question.data : 'malformed';
}

export async function sealCheckAnswer(
  deps: RandomDep,
  asker: AskingWorkstation,
  device: PublicKey,
  response: CheckResponse,
): Promise<CarriedAnswer['sealed']> {
  const info = binding('ncb-carried-answer', asker, response.checkId, device.keyId);
  return seal(deps, device, info, toPaddedJson(response, ANSWER));
}

/** Null where it is not the answer to this check for this machine. */
export async function openCheckAnswer(
  asker: AskingWorkstation,
  { checkId: id, sealed }: CarriedAnswer,
  device: PrivateKey,
): Promise<CheckResponse | null> {
  if (sealed?.keyId !== device.keyId) return null;
  const json = await open(device, binding('ncb-carried-answer', asker, id, sealed.keyId), sealed);
  const response = checkResponse.safeParse(json);
  return response.success && response.data.checkId === id ? response.data : null;
}

/**
 * Whether the hub has refused the question for good. What it could not open, does not speak yet or was not asked by the workstation
 * itself is still open: that is asked again, by the line or by another file.
 */
export const isCheckRefused = (code: AnswerCode): boolean =>
  answers[code].class === 'invalid' && code !== 'bad-signature';

type Sealed = z.infer<z.ZodObject<ReturnType<typeof sealedTo>>>;

async function seal(deps: RandomDep, to: PublicKey, info: Bytes, plain: Bytes): Promise<Sealed> {
  const { enc, ciphertext } = await hpkeSeal(deps, to.publicKey, info, new Uint8Array(), plain);
  return { keyId: keyId.parse(to.keyId), enc: toBase64Url(enc), ciphertext: toBase64Url(ciphertext) };
}

/** The JSON value in it; undefined where these bytes do not belong together. */
async function open({ privateKey }: PrivateKey, info: Bytes, { enc, ciphertext }: Omit<Sealed, 'keyId'>) {
  try {
    const sealed = { enc: fromBase64Url(enc), ciphertext: fromBase64Url(ciphertext) };
    const json: unknown = JSON.parse(fromUtf8(await hpkeOpen(privateKey, sealed, info, new Uint8Array())));
    return json;
  } catch {
    return undefined;
  }
}
