import type { RandomDep } from '#shared/lib/deps.ts';
import type { HandedKey } from '#shared/protocol/bureau-keys-body.ts';
import { fromBase64Url, utf8 } from '#shared/protocol/bytes.ts';
import { encryptionKeyId, hpkeOpen, hpkeSeal } from '#shared/protocol/hpke.ts';
import type { ReadDb } from '../store/database.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { bureauByCode } from '../store/tables/bureaus.ts';

const PROBE = utf8('ncb-key-pair');
const NOTHING = new Uint8Array();

/**
 * Whether handed keys come from somebody who belongs to the bureau: whoever holds the private half of its first key. The directory, and
 * so the signature under the envelope, is the hub's word alone. Every other key must be a pair and carry its own name.
 * @param rootKey the bureau's first public key (base64url)
 */
export async function areGenuine(deps: RandomDep, keys: readonly HandedKey[], rootKey: string): Promise<boolean> {
  if (!keys.some(({ publicKey }) => publicKey === rootKey)) return false;
  for (const key of keys) if (!(await isPair(deps, key))) return false;
  return true;
}

/**
 * Whether who hands these over holds every key of the bureau that is here and that the hub has taken. The first key alone, which a revoked workstation
 * may have kept, shows no more that somebody belongs to the bureau: in league with it a hub could have a workstation of its own confirmed.
 */
export function holdsWhatIsHere(db: ReadDb, bureau: string, keys: readonly HandedKey[]): boolean {
  const handed = new Set<string>(keys.map(({ publicKey }) => publicKey));
  const taken = new Set<string>(bureauByCode(db, bureau)?.keys.map(({ keyId }) => keyId));
  return heldBureauKeys(db).every(({ keyId, publicKey }) => !taken.has(keyId) || handed.has(publicKey));
}

async function isPair(deps: RandomDep, { keyId, publicKey, privateKey }: HandedKey): Promise<boolean> {
  const raw = fromBase64Url(publicKey);
  if ((await encryptionKeyId(raw)) !== keyId) return false;
  try {
    const sealed = await hpkeSeal(deps, raw, PROBE, NOTHING, PROBE);
    await hpkeOpen(fromBase64Url(privateKey), sealed, PROBE, NOTHING);
    return true;
  } catch {
    // The private half opens nothing that was sealed to the public one, or is no key at all.
    return false;
  }
}
