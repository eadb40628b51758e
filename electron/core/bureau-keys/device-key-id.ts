import { createHash } from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';

/** How an envelope names a device key (base64url, raw X25519) among its recipients: the key's identifier, see hpke.ts. */
export const deviceKeyId = (deviceKey: string): string =>
  toBase64Url(createHash('sha256').update(fromBase64Url(deviceKey)).digest().subarray(0, 16));
