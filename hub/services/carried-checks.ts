import { fromBase64Url } from '#shared/protocol/bytes.ts';
import {
  type AskingWorkstation,
  type CarriedAnswer,
  type CarriedCheck,
  isCheckSignedBy,
  openCheck,
  sealCheckAnswer,
} from '#shared/protocol/carried-check.ts';
import { encryptionKeyId } from '#shared/protocol/hpke.ts';
import { isSupportedProtocol } from '#shared/protocol/version.ts';
import type { Caller } from './caller.ts';
import { carryOutCheck } from './checks.ts';
import type { HubDeps } from './deps.ts';
import { HubError } from './hub-error.ts';

/** Who asks, as the hub knows it. */
export interface Asker extends Caller {
  /** Raw X25519, base64url. */
  readonly deviceKey: string;
}

/**
 * Answers checks that were brought in a file: each is carried out, kept and audited as over the line, once, and its answer sealed to
 * the machine that asks. What that machine did not sign leaves no trace: nobody else asks in its name or uses up its ids.
 */
export async function answerCarried(
  deps: HubDeps,
  asker: Asker,
  checks: readonly CarriedCheck[],
): Promise<CarriedAnswer[]> {
  const publicKey = fromBase64Url(asker.deviceKey);
  const device = { keyId: await encryptionKeyId(publicKey), publicKey };
  return Promise.all(checks.map((check) => answerOne(deps, asker, device, check)));
}

async function answerOne(
  deps: HubDeps,
  asker: Asker,
  device: { readonly keyId: string; readonly publicKey: Uint8Array },
  check: CarriedCheck,
): Promise<CarriedAnswer> {
  const { checkId } = check;
  const frame: AskingWorkstation = { bureau: asker.bureau, workstation: asker.workstation };
  const refused = (code: CarriedAnswer['code']): CarriedAnswer => ({ checkId, code, answeredAt: null, sealed: null });
  if (!(await isCheckSignedBy(deps, frame, check, asker.signingKey))) return refused('bad-signature');
  if (!isSupportedProtocol(check.protocol)) return refused('protocol-unsupported');
  const { published, privateKey } = deps.authority.ownKeys;
  const question = await openCheck(frame, check, { keyId: published.keyId, privateKey });
  if (question === 'other-key') return refused('recipient-key-unknown');
  if (question === 'malformed') return refused('malformed');
  try {
    const { response, answeredAt } = await carryOutCheck(deps, asker, question);
    return { checkId, code: 'accepted', answeredAt, sealed: await sealCheckAnswer(deps, frame, device, response) };
  } catch (error) {
    if (error instanceof HubError) return refused(error.code);
    throw error;
  }
}
