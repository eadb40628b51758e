/**
 * Takes in what workstations offer. For every envelope one transaction: the workstation's sequence check, the envelope,
 * the next number of every stream it goes to, the audit entry and the stored answer, or none of them. Locks are taken
 * in one order: workstation, streams by code, audit chain.
 */
import type { HubReceipt, OfferResponse, Verdict } from '#shared/protocol/acceptance.ts';
import { type AnswerCode, answers, isDecided } from '#shared/protocol/answers.ts';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import { type Envelope, envelope, envelopeFrame } from '#shared/protocol/envelope.ts';
import { isSignedBy } from '#shared/protocol/envelope-signature.ts';
import type { ErrorDetails } from '#shared/protocol/errors.ts';
import { findAnswer, storeAnswer } from '../store/answers.ts';
import { appendAudit } from '../store/audit.ts';
import { allowReading } from '../store/blobs.ts';
import type { Transaction } from '../store/database.ts';
import { currentEpoch } from '../store/epochs.ts';
import { appendToStreams, insertEnvelope } from '../store/streams.ts';
import { advanceSequence, lockNextSequence } from '../store/workstations.ts';
import type { Caller } from './authentication.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { judgeEnvelope, type Objection, streamsOf } from './judge-envelope.ts';
import { wakeBureaus } from './wake-calls.ts';

/** An offered value, read as far as it can be. */
interface Offered {
  readonly id: NonNullable<Verdict['id']>;
  readonly from: { readonly bureau: string; readonly workstation: string };
  readonly sequence: number;
  readonly contentSha256: string;
  /** Null when it is not a whole envelope or its signature does not hold: then `fault` says which. */
  readonly envelope: Envelope | null;
  readonly fault: Objection;
}

export function makeVerdict(id: Verdict['id'], code: AnswerCode, details?: ErrorDetails): Verdict {
  const { class: kind, what, toDo, retryAfter } = answers[code];
  return { id, class: kind, code, what, toDo, ...(retryAfter && { retryAfter }), ...(details && { details }) };
}

/** Outside any transaction: the costly part needs no lock. Null when not even id, sender and number can be read. */
async function readOffered(deps: HubDeps, caller: Caller, raw: unknown): Promise<Offered | null> {
  const frame = envelopeFrame.safeParse(raw);
  if (!frame.success) return null;
  const { id, from, sequence } = frame.data;
  const base = { id, from, sequence, contentSha256: await canonicalHash(raw) };
  const whole = envelope.safeParse(raw);
  if (!whole.success) {
    const field = whole.error.issues[0]?.path.join('.') ?? '';
    return { ...base, envelope: null, fault: { code: 'malformed', details: { field } } };
  }
  const signed = await isSignedBy(deps, whole.data, caller.signingKey);
  return { ...base, envelope: signed ? whole.data : null, fault: { code: 'bad-signature' } };
}

async function store(tx: Transaction, deps: HubDeps, caller: Caller, document: Envelope): Promise<HubReceipt> {
  const receivedAt = nowOf(deps);
  const { bureau, workstation } = caller;
  const bureaus = streamsOf(document);
  await insertEnvelope(tx, { bureau, workstation, receivedAt, document });
  const blobIds = document.attachments.map(({ blobId }) => blobId);
  if (blobIds.length > 0) await allowReading(tx, bureau, bureaus, blobIds);
  const numbers = await appendToStreams(tx, bureaus, bureau, document.id);
  const audit = await appendAudit(tx, {
    bureau,
    at: receivedAt,
    event: 'envelope-accepted',
    workstation,
    subject: document.id,
    details: { kind: document.kind, sequence: document.sequence, to: bureaus.join(' ') },
  });
  return { envelopeId: document.id, streamNumber: numbers.get(bureau) ?? 0, receivedAt, audit };
}

async function refuse(tx: Transaction, deps: HubDeps, caller: Caller, offered: Offered, { code, details }: Objection) {
  const verdict = makeVerdict(offered.id, code, details);
  await appendAudit(tx, {
    bureau: caller.bureau,
    at: nowOf(deps),
    event: 'envelope-refused',
    workstation: caller.workstation,
    subject: offered.id,
    details: { code, sequence: offered.sequence },
  });
  return verdict;
}

async function decide(tx: Transaction, deps: HubDeps, caller: Caller, offered: Offered): Promise<Verdict> {
  const document = offered.envelope;
  const objection = document ? await judgeEnvelope(tx, document) : offered.fault;
  if (objection && !isDecided(objection.code)) return makeVerdict(offered.id, objection.code, objection.details);
  const verdict =
    document && !objection
      ? { ...makeVerdict(offered.id, 'accepted'), receipt: await store(tx, deps, caller, document) }
      : await refuse(tx, deps, caller, offered, objection ?? offered.fault);
  const { id: envelopeId, sequence, contentSha256 } = offered;
  await storeAnswer(tx, { ...caller, envelopeId, sequence, contentSha256, verdict, answeredAt: nowOf(deps) });
  await advanceSequence(tx, caller.bureau, caller.workstation);
  return verdict;
}

/** Another content under a known id: refused, and its number is used up if it was the next one. */
async function refuseReusedId(
  tx: Transaction,
  deps: HubDeps,
  caller: Caller,
  offered: Offered,
  next: number,
): Promise<Verdict> {
  if (offered.sequence === next) await advanceSequence(tx, caller.bureau, caller.workstation);
  return refuse(tx, deps, caller, offered, { code: 'id-reused' });
}

async function acceptInTransaction(
  tx: Transaction,
  deps: HubDeps,
  caller: Caller,
  offered: Offered,
): Promise<{ verdict: Verdict; fresh: boolean }> {
  const old = (verdict: Verdict) => ({ verdict, fresh: false });
  const next = await lockNextSequence(tx, caller.bureau, caller.workstation);
  const stored = await findAnswer(tx, caller.bureau, offered.id);
  if (stored?.contentSha256 === offered.contentSha256) return old(stored.verdict);
  if (stored) return old(await refuseReusedId(tx, deps, caller, offered, next));
  if (offered.sequence > next) return old(makeVerdict(offered.id, 'sequence-gap', { expected: next }));
  if (offered.sequence < next) return old(makeVerdict(offered.id, 'sequence-used', { expected: next }));
  return { verdict: await decide(tx, deps, caller, offered), fresh: true };
}

async function acceptOne(deps: HubDeps, caller: Caller, raw: unknown, grown: Set<string>): Promise<Verdict> {
  const offered = await readOffered(deps, caller, raw);
  if (!offered) return makeVerdict(null, 'malformed');
  if (offered.from.bureau !== caller.bureau || offered.from.workstation !== caller.workstation) {
    return makeVerdict(offered.id, 'sender-mismatch');
  }
  const { verdict, fresh } = await deps.database.transaction((tx) => acceptInTransaction(tx, deps, caller, offered));
  if (fresh && verdict.receipt && offered.envelope) {
    for (const bureau of streamsOf(offered.envelope)) grown.add(bureau);
  }
  return verdict;
}

/** One verdict for each offered value, in order. What was decided before is answered as it was then. */
export async function acceptEnvelopes(
  deps: HubDeps,
  caller: Caller,
  offered: readonly unknown[],
): Promise<OfferResponse> {
  const grown = new Set<string>();
  const verdicts: Verdict[] = [];
  for (const raw of offered) {
    const verdict = await acceptOne(deps, caller, raw, grown);
    deps.metrics.verdicts.inc({ class: verdict.class, code: verdict.code });
    verdicts.push(verdict);
  }
  await wakeBureaus(deps.database, grown);
  const epoch = await currentEpoch(deps.database);
  if (!epoch) throw new Error('The hub has no epoch');
  return { epoch: epoch.id, verdicts };
}
