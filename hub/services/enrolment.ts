import { createHash, timingSafeEqual } from 'node:crypto';
import { newId, workstationId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { type EnrolmentRequest, type EnrolmentResponse, isProvenEnrolment } from '#shared/protocol/enrolment.ts';
import { caPinOf, formatEnrolmentCode, SECRET_SIZE } from '#shared/protocol/enrolment-code.ts';
import { encryptionKeyId } from '#shared/protocol/hpke.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { appendAudit } from '../store/audit.ts';
import { addBureauKey, findBureau, keysOfBureau, lockBureau } from '../store/bureaus.ts';
import type { Transaction } from '../store/database.ts';
import {
  addEnrolmentCode,
  countEnrolmentFailures,
  type EnrolmentCodeRow,
  isEnrolmentCode,
  lockEnrolmentCode,
  markCodeUsed,
  noteEnrolmentFailure,
} from '../store/enrolment-codes.ts';
import { currentEpoch } from '../store/epochs.ts';
import { addWorkstation } from '../store/workstations.ts';
import { refuse } from './authentication.ts';
import { type CheckedRequest, checkRequest } from './certificate-authority.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { readDirectoryBureau } from './directory.ts';
import { HubError } from './hub-error.ts';
import { tellOfDirectory } from './wake-calls.ts';

const FAILURE_WINDOW = 10 * 60 * 1000;

function hashOf(secret: Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A one-time code for one workstation of a bureau, as it is read out. Throws when there is no such bureau, or it is suspended. */
export async function createEnrolmentCode(
  deps: Pick<HubDeps, 'database' | 'clock' | 'random' | 'authority'>,
  bureau: string,
  minutes: number,
): Promise<string> {
  const code = bureauCode.parse(bureau);
  const secret = Uint8Array.from(deps.random.bytes(SECRET_SIZE));
  const now = deps.clock.now();
  await deps.database.transaction(async (tx) => {
    const found = await findBureau(tx, code);
    if (!found) throw new Error(`There is no bureau ${code}`);
    if (found.status === 'suspended') throw new Error(`${code} is suspended, no code was made: readmit it first`);
    const [createdAt, expiresAt] = [toInstant(now), toInstant(now + minutes * 60_000)];
    await addEnrolmentCode(tx, { secretSha256: hashOf(secret), bureau: code, createdAt, expiresAt });
    await appendAudit(tx, { bureau: code, at: createdAt, event: 'enrolment-code-created', details: { minutes } });
  });
  return formatEnrolmentCode({ secret, caPin: await caPinOf(deps.authority.subjectPublicKeyInfo) });
}

/**
 * Tells what is wrong with a code, and notes it, as long as its address has not sent too many wrong ones; beyond, nothing is noted and the caller
 * told to wait. It is what wrong codes write that this bounds.
 */
async function refuseCode(deps: HubDeps, address: string, refusal: HubError): Promise<never> {
  const since = toInstant(deps.clock.now() - FAILURE_WINDOW);
  const failures = await countEnrolmentFailures(deps.database, address, since);
  if (failures >= deps.settings.enrolmentFailures) throw new HubError('rate-limited');
  await noteEnrolmentFailure(deps.database, address, nowOf(deps), since);
  throw refusal;
}

async function readRequest(deps: HubDeps, request: EnrolmentRequest): Promise<CheckedRequest> {
  const checked = await checkRequest(request.csr);
  if (!checked.ok) throw new HubError('malformed', { field: 'csr', reason: checked.error });
  if (!(await isProvenEnrolment(deps, request))) throw new HubError('bad-signature', { field: 'proof' });
  const { bureauKey } = request;
  if (bureauKey && (await encryptionKeyId(fromBase64Url(bureauKey.publicKey))) !== bureauKey.keyId) {
    throw new HubError('malformed', { field: 'bureauKey' });
  }
  return checked.value;
}

function isSameKey(used: string | null, asked: string): boolean {
  return used !== null && timingSafeEqual(Buffer.from(used), Buffer.from(asked));
}

/** The answer a code has given already to the same machine. Throws when the code is of no use any more. */
function earlierAnswer(deps: HubDeps, code: EnrolmentCodeRow, keySha256: string): EnrolmentResponse | null {
  if (code.usedAt !== null) {
    if (code.answer && isSameKey(code.usedByKeySha256, keySha256)) return code.answer;
    throw new HubError('code-used');
  }
  if (code.expiresAt <= nowOf(deps)) throw new HubError('code-expired');
  return null;
}

/** The first workstation registers the bureau's key; every other brings the same, or none and is handed it later. */
async function settleBureauKey(tx: Transaction, deps: HubDeps, bureau: string, { bureauKey }: EnrolmentRequest) {
  const held = await lockBureau(tx, bureau);
  if (held?.status === 'suspended') throw new HubError('bureau-suspended', { bureau });
  const current = (await keysOfBureau(tx, bureau)).filter(({ status }) => status === 'current');
  const [first] = current;
  if (!first && !bureauKey) throw new HubError('bureau-key-missing', { bureau });
  if (!first) return bureauKey && addBureauKey(tx, bureau, bureauKey, nowOf(deps));
  if (!bureauKey || current.some(({ keyId }) => keyId === bureauKey.keyId)) return;
  throw new HubError('bureau-key-exists', { bureau, keyId: first.keyId, publicKey: first.publicKey });
}

async function admit(tx: Transaction, deps: HubDeps, bureau: string, request: EnrolmentRequest, csr: CheckedRequest) {
  await settleBureauKey(tx, deps, bureau, request);
  const id = workstationId.parse(newId(deps));
  const subject = { bureau, workstation: id, days: deps.settings.certificateDays };
  const issued = await deps.authority.issueWorkstation(deps.clock.now(), csr, subject);
  const enrolledAt = nowOf(deps);
  await addWorkstation(tx, {
    id,
    bureau,
    signingKey: request.signingKey,
    deviceKey: request.deviceKey,
    deviceKeyId: await encryptionKeyId(fromBase64Url(request.deviceKey)),
    certificateSha256: issued.sha256,
    certificateUntil: toInstant(issued.notAfter),
    enrolledAt,
  });
  await appendAudit(tx, { bureau, at: enrolledAt, event: 'workstation-enrolled', workstation: id });
  return { id, certificate: issued.certificatePem };
}

interface Spent {
  readonly answer: EnrolmentResponse;
  readonly isNew: boolean;
}

async function spendCode(deps: HubDeps, request: EnrolmentRequest, csr: CheckedRequest): Promise<Spent> {
  const secretSha256 = hashOf(fromBase64Url(request.secret));
  return deps.database.transaction(async (tx) => {
    const code = await lockEnrolmentCode(tx, secretSha256);
    if (!code) throw new HubError('code-wrong');
    const earlier = earlierAnswer(deps, code, csr.keySha256);
    if (earlier) return { answer: earlier, isNew: false };
    const { id, certificate } = await admit(tx, deps, code.bureau, request, csr);
    const epoch = await currentEpoch(tx);
    if (!epoch) throw new Error('The hub has no epoch');
    const answer: EnrolmentResponse = {
      workstation: id,
      certificate,
      ca: deps.authority.certificatePem,
      epoch: epoch.id,
      bureau: await readDirectoryBureau(tx, code.bureau),
    };
    await markCodeUsed(tx, secretSha256, { at: nowOf(deps), keySha256: csr.keySha256, answer });
    return { answer, isNew: true };
  });
}

/**
 * Turns a one-time code into a workstation with a certificate. Throws HubError.
 *
 * A right code is taken however many wrong ones came from the same address: a whole bureau may stand behind one, and a single machine there must
 * not keep it from enrolling. It is the secret that cannot be guessed, not the pace: it has 80 random bits, 1.2 × 10^24 values. Ten thousand
 * guesses a second for ten years are 3.2 × 10^12; with a thousand codes open all that time one of them is right with a chance of
 * 3.2 × 10^12 × 1,000 / 1.2 × 10^24 = 3 in a thousand million, and a code is open for an hour unless somebody chose longer.
 */
export async function enrol(deps: HubDeps, request: EnrolmentRequest, address: string): Promise<EnrolmentResponse> {
  // Before anything that costs more than the look.
  const isKnown = await isEnrolmentCode(deps.database, hashOf(fromBase64Url(request.secret)));
  if (!isKnown) return refuseCode(deps, address, new HubError('code-wrong'));
  const csr = await readRequest(deps, request);
  try {
    const { answer, isNew } = await spendCode(deps, request, csr);
    // The directory has changed: who waits to write to this bureau need not wait for its next look.
    if (isNew) await tellOfDirectory(deps.database);
    return answer;
  } catch (error) {
    // What was to be written down with the code went back with it.
    if (error instanceof HubError && error.code === 'bureau-suspended') {
      await refuse(deps, { code: error.code, known: { bureau: String(error.details?.bureau) } });
    }
    if (error instanceof HubError && error.code.startsWith('code-')) return refuseCode(deps, address, error);
    throw error;
  }
}
