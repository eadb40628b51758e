import { z } from 'zod';
import type { RandomDep } from '../lib/deps.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { CONTENT_KEY_SIZE, gcmOpen, gcmSeal, NONCE_SIZE, TAG_SIZE } from './aes-gcm.ts';
import { type BureauCode, bureauCode } from './bureau-code.ts';
import { type Bytes, binary, binaryOf, fromBase64Url, fromUtf8, toBase64Url } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { hpkeOpen, hpkeSeal, keyId, SEALING_SUITE } from './hpke.ts';
import { toPaddedJson } from './padded-json.ts';

/** Largest body before sealing, in bytes; what is larger travels as an attachment. */
export const MAX_BODY_SIZE = 256 * 1024;

/** Bodies are filled up, so that their length says little. */
const PADDING = { block: 256, most: MAX_BODY_SIZE } as const;

/**
 * The content key of the body, sealed to one key of one bureau: the bureau's own, or, in envelopes that stay inside a
 * bureau, the device key of one of its workstations. The id names either, since it follows from the key.
 */
export const sealedKey = z.strictObject({
  bureau: bureauCode,
  keyId,
  /** Encapsulated key of RFC 9180. */
  enc: binaryOf(32),
  sealedKey: binaryOf(CONTENT_KEY_SIZE + TAG_SIZE),
});

/**
 * A body the hub cannot read: encrypted once under a fresh content key, which is sealed to every recipient.
 * The sender's own bureau is always among them, so that its other workstations can read what it sent.
 */
export const sealedBody = z.strictObject({
  suite: z.literal(SEALING_SUITE),
  nonce: binaryOf(NONCE_SIZE),
  ciphertext: binary(TAG_SIZE, MAX_BODY_SIZE + TAG_SIZE),
  recipients: z.array(sealedKey).min(1).max(600),
});

export type SealedBody = z.infer<typeof sealedBody>;

/** The facts of an envelope that its body is bound to: moved to another envelope, it does not open. */
export interface SealingFrame {
  readonly id: string;
  readonly kind: string;
  readonly from: { readonly bureau: string; readonly workstation: string };
  readonly to: readonly string[];
}

export interface SealingRecipient {
  readonly bureau: BureauCode;
  readonly keyId: string;
  /** Raw X25519, base64url. */
  readonly publicKey: string;
}

export interface OpeningKey {
  readonly bureau: string;
  readonly keyId: string;
  /** Raw X25519. */
  readonly privateKey: Uint8Array;
}

function bodyBinding({ id, kind, from, to }: SealingFrame): Bytes {
  const { bureau, workstation } = from;
  return canonicalJson({ what: 'ncb-envelope-body', id, kind, from: { bureau, workstation }, to });
}

function keyBinding(frame: SealingFrame, recipient: { bureau: string; keyId: string }): Bytes {
  const { id, kind, from, to } = frame;
  const { bureau, workstation } = from;
  const recipientFacts = { bureau: recipient.bureau, keyId: recipient.keyId };
  return canonicalJson({ what: 'ncb-content-key', id, kind, from: { bureau, workstation }, to, for: recipientFacts });
}

/**
 * Encrypts `content` (any JSON value) for the recipients.
 * Throws RangeError when it is larger than MAX_BODY_SIZE.
 */
export async function sealBody(
  { random }: RandomDep,
  frame: SealingFrame,
  recipients: readonly SealingRecipient[],
  content: unknown,
): Promise<SealedBody> {
  const key = random.bytes(CONTENT_KEY_SIZE);
  const nonce = random.bytes(NONCE_SIZE);
  const ciphertext = await gcmSeal({ key, nonce, aad: bodyBinding(frame) }, toPaddedJson(content, PADDING));
  const sealedKeys: SealedBody['recipients'] = [];
  // One after the other: with injected randomness the order of the draws must not depend on timing.
  for (const recipient of recipients) sealedKeys.push(await sealKey({ random }, frame, recipient, key));
  key.fill(0);
  return {
    suite: SEALING_SUITE,
    nonce: toBase64Url(nonce),
    ciphertext: toBase64Url(ciphertext),
    recipients: sealedKeys,
  };
}

async function sealKey(
  deps: RandomDep,
  frame: SealingFrame,
  recipient: SealingRecipient,
  key: Uint8Array,
): Promise<SealedBody['recipients'][number]> {
  const info = keyBinding(frame, recipient);
  const sealed = await hpkeSeal(deps, fromBase64Url(recipient.publicKey), info, new Uint8Array(), key);
  return {
    bureau: recipient.bureau,
    keyId: keyId.parse(recipient.keyId),
    enc: toBase64Url(sealed.enc),
    sealedKey: toBase64Url(sealed.ciphertext),
  };
}

/** not-for-us: sealed to none of our keys · damaged: key, frame or ciphertext do not belong together. */
export type OpenBodyError = 'not-for-us' | 'damaged';

/** The JSON value inside a sealed body, opened with the first of `keys` it was sealed to. */
export async function openBody(
  frame: SealingFrame,
  body: SealedBody,
  keys: readonly OpeningKey[],
): Promise<Result<unknown, OpenBodyError>> {
  for (const mine of keys) {
    const entry = body.recipients.find(({ bureau, keyId: id }) => bureau === mine.bureau && id === mine.keyId);
    if (entry) return openWith(frame, body, entry, mine.privateKey);
  }
  return err('not-for-us');
}

async function openWith(
  frame: SealingFrame,
  body: SealedBody,
  entry: SealedBody['recipients'][number],
  privateKey: Uint8Array,
): Promise<Result<unknown, OpenBodyError>> {
  try {
    const sealed = { enc: fromBase64Url(entry.enc), ciphertext: fromBase64Url(entry.sealedKey) };
    const key = await hpkeOpen(privateKey, sealed, keyBinding(frame, entry), new Uint8Array());
    const nonce = fromBase64Url(body.nonce);
    const plaintext = await gcmOpen({ key, nonce, aad: bodyBinding(frame) }, fromBase64Url(body.ciphertext));
    return ok(JSON.parse(fromUtf8(plaintext)));
  } catch {
    // Every failure past this point is the same fact to the reader: these bytes do not belong together.
    return err('damaged');
  }
}
