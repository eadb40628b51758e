import { z } from 'zod';
import type { RandomDep } from '../lib/deps.ts';
import { workstationId } from '../lib/ids.ts';
import { gcmOpen, gcmSeal, NONCE_SIZE, TAG_SIZE } from './aes-gcm.ts';
import { type Bytes, binary, binaryOf, concatBytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { instant } from './instant.ts';

/**
 * Who else of one's bureau has the same case open, said over the wake line and remembered nowhere. The hub brings together those that show
 * the same token, and can read neither the case nor the person.
 */

/** Seconds between two announcements of a workstation that has a case open. */
export const PRESENCE_EVERY_SECONDS = 25;
/** Seconds after which a hub forgets an announcement that was not repeated. */
export const PRESENCE_LIVES_SECONDS = 75;

const TOKEN_SIZE = 16;
/** Bodies are filled up to one or two blocks, so that the length of a name says little. */
const BLOCK = 256;
const BLOCKS = 2;

/** Stands for a case of one bureau on one day: a keyed hash, which means nothing without the bureau's key. */
export const caseToken = binaryOf(TOKEN_SIZE);

/** Nonce and ciphertext of a presence body. */
export const sealedPresence = binary(NONCE_SIZE + BLOCK + TAG_SIZE, NONCE_SIZE + BLOCKS * BLOCK + TAG_SIZE);

/** What is inside, as JSON. */
export const presenceBody = z.object({
  officer: z.string().max(200),
  /** Since when, by the hub's clock. */
  since: instant,
});

/** From the workstation; null when no case is open any more. */
export const presenceAnnouncement = z.strictObject({
  type: z.literal('presence'),
  open: z.strictObject({ token: caseToken, sealed: sealedPresence }).nullable(),
});

/** More than ever have one case open; the others are left out. */
export const MAX_OTHERS = 50;

/** From the hub, to a workstation that shows something new, and whenever the others that show the same token have become others. */
export const presenceMessage = z.object({
  type: z.literal('presence'),
  token: caseToken,
  others: z.array(z.object({ workstation: workstationId, sealed: sealedPresence })).max(MAX_OTHERS),
});

export type PresenceBody = z.infer<typeof presenceBody>;
export type PresenceAnnouncement = z.infer<typeof presenceAnnouncement>;
export type PresenceMessage = z.infer<typeof presenceMessage>;

/** Both derived from the private half of the bureau's current key. */
export interface PresenceKeys {
  readonly token: CryptoKey;
  readonly seal: Uint8Array;
}

/** HKDF-SHA256 (RFC 5869) of the bureau's private key, without salt. @param privateKey raw X25519 */
export async function presenceKeys(privateKey: Uint8Array): Promise<PresenceKeys> {
  const secret = await crypto.subtle.importKey('raw', Uint8Array.from(privateKey), 'HKDF', false, ['deriveBits']);
  const derive = async (info: string) => {
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, 256));
  };
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const token = await derive('ncb-presence-token-v1');
  return {
    token: await crypto.subtle.importKey('raw', token, hmac, false, ['sign']),
    seal: await derive('ncb-presence-seal-v1'),
  };
}

/** HMAC-SHA256 over the case and the day, its first 16 bytes. @param day the UTC date by the hub's clock, `2026-11-28` */
export async function caseTokenOf({ token }: PresenceKeys, caseId: string, day: string): Promise<string> {
  const content = canonicalJson({ what: 'ncb-presence-token', case: caseId, day });
  return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', token, content)).subarray(0, TOKEN_SIZE));
}

/** What a body is bound to: shown by another workstation, or for another case, it does not open. */
export interface PresenceFrame {
  readonly bureau: string;
  readonly workstation: string;
  readonly token: string;
}

const binding = ({ bureau, workstation, token }: PresenceFrame): Bytes =>
  canonicalJson({ what: 'ncb-presence', bureau, workstation, token });

/** @throws RangeError when the name is longer than an account's can be */
export async function sealPresence(
  { random }: RandomDep,
  { seal: key }: PresenceKeys,
  frame: PresenceFrame,
  body: PresenceBody,
): Promise<string> {
  const json = utf8(JSON.stringify(body));
  const blocks = Math.ceil(json.length / BLOCK);
  if (blocks > BLOCKS) throw new RangeError(`A presence of ${json.length} bytes is too large`);
  const padded = new Uint8Array(blocks * BLOCK).fill(0x20);
  padded.set(json);
  const nonce = random.bytes(NONCE_SIZE);
  return toBase64Url(concatBytes(nonce, await gcmSeal({ key, nonce, aad: binding(frame) }, padded)));
}

/** Null when it was sealed under another key, for another frame, or is not a presence. */
export async function openPresence(
  { seal: key }: PresenceKeys,
  frame: PresenceFrame,
  sealed: string,
): Promise<PresenceBody | null> {
  try {
    const bytes = fromBase64Url(sealed);
    const nonce = bytes.subarray(0, NONCE_SIZE);
    const json = await gcmOpen({ key, nonce, aad: binding(frame) }, bytes.subarray(NONCE_SIZE));
    return presenceBody.parse(JSON.parse(fromUtf8(json)));
  } catch {
    // A bureau that renews its key has two for a moment, and a convenience has nothing to say about the rest.
    return null;
  }
}
