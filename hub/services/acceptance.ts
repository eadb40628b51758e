/**
 * Takes in what workstations offer. Envelopes that arrive together are decided together: one transaction holds the
 * workstations' sequence checks, the envelopes, the next numbers of every stream they go to, the audit entries and the
 * stored answers, or nothing of all that. Locks are taken in one order: workstations, streams, audit chains, each by code.
 */
import type { HubReceipt, OfferResponse, Verdict } from '#shared/protocol/acceptance.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { answerKey, type NewAnswer, storeAnswers } from '../store/answers.ts';
import { type AuditEntry, appendAuditEntries, type ChainLinkName } from '../store/audit.ts';
import { allowReading, readBlobFacts } from '../store/blobs.ts';
import { isUnavailable, type Transaction } from '../store/database.ts';
import { currentEpoch } from '../store/epochs.ts';
import { type Heads, lockHeads } from '../store/heads.ts';
import { readKnownFacts } from '../store/known-facts.ts';
import { appendToStreams, insertEnvelopes, type NewStreamItem } from '../store/streams.ts';
import { growUsage, readUsage, type UsageGrowth } from '../store/usage.ts';
import { lockNextSequences, putNextSequences } from '../store/workstations.ts';
import { type Caller, workstationsOf } from './caller.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { gather } from './gather.ts';
import { HubError } from './hub-error.ts';
import { blobsOf, judgeEnvelopes, streamsOf } from './judge-envelope.ts';
import { readOffered } from './read-offered.ts';
import { writeRefused } from './refusals.ts';
import { makeVerdict, offeredKey, type Ruling, ruleOnEnvelopes } from './rule-on-envelopes.ts';
import { minuteOf, rateObjection, storageObjection } from './usage-limits.ts';
import type { Acceptance, Decided, Offered, Refused } from './working-parts.ts';

/** What one offer came to. */
interface Accepted extends OfferResponse {
  /** Those among them that had been decided before. */
  readonly before: NonNullable<Verdict['id']>[];
}

export type AcceptanceDeps = Pick<HubDeps, 'database' | 'clock' | 'settings' | 'streamCalls'>;

/** One lane: two groups of one process would wait for each other at the streams they share. */
const LIMITS = { group: 200, waiting: 5000, lanes: 1 } as const;

function auditEntryOf({ caller, id, sequence }: Offered, ruling: Ruling, at: string): AuditEntry | null {
  const { bureau, workstation } = caller;
  const base = { bureau, at, workstation, subject: id };
  const carriedBy = caller.carrier !== undefined && { carrier: caller.carrier };
  if (ruling.do === 'refuse') {
    return { ...base, event: 'envelope-refused', details: { code: ruling.objection.code, sequence, ...carriedBy } };
  }
  if (ruling.do !== 'accept') return null;
  const to = streamsOf(ruling.document).join(' ');
  return { ...base, event: 'envelope-accepted', details: { kind: ruling.document.kind, sequence, to, ...carriedBy } };
}

/** Gives each accepted envelope the next number of its streams, and moves `heads` along. */
function numberItems(accepted: readonly Envelope[], heads: Map<string, number>): NewStreamItem[] {
  return accepted.flatMap((document) =>
    streamsOf(document).map((bureau) => {
      const number = (heads.get(bureau) ?? 0) + 1;
      heads.set(bureau, number);
      return { bureau, number, sender: document.from.bureau, envelopeId: document.id };
    }),
  );
}

function verdictsOf(
  group: readonly Offered[],
  rulings: readonly Ruling[],
  receipts: ReadonlyMap<Offered, HubReceipt>,
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const [index, offered] of group.entries()) {
    const ruling = rulings[index] as Ruling;
    const receipt = receipts.get(offered);
    if (ruling.do === 'answer') verdicts.push(ruling.verdict);
    else if (ruling.do === 'same') verdicts.push(verdicts[ruling.as] as Verdict);
    else if (ruling.do === 'refuse') {
      verdicts.push(makeVerdict(offered.id, ruling.objection.code, ruling.objection.details));
    } else verdicts.push({ ...makeVerdict(offered.id, 'accepted'), ...(receipt && { receipt }) });
  }
  return verdicts;
}

interface Plan {
  readonly group: readonly Offered[];
  readonly rulings: readonly Ruling[];
  /** The accepted ones. */
  readonly documents: readonly { readonly offered: Offered; readonly document: Envelope }[];
  readonly at: string;
}

function planOf(group: readonly Offered[], rulings: readonly Ruling[], at: string): Plan {
  const documents = rulings.flatMap((ruling, index) =>
    ruling.do === 'accept' ? [{ offered: group[index] as Offered, document: ruling.document }] : [],
  );
  return { group, rulings, documents, at };
}

/** Where the accepted envelopes stand: in the own bureau's stream, and in its audit chain. */
function receiptsOf(
  { documents, at }: Plan,
  items: readonly NewStreamItem[],
  links: ReadonlyMap<Offered, ChainLinkName>,
): Map<Offered, HubReceipt> {
  const own = new Map(
    items
      .filter((item) => item.bureau === item.sender)
      .map((item) => [answerKey({ bureau: item.bureau, envelopeId: item.envelopeId }), item.number]),
  );
  return new Map(
    documents.map(({ offered, document }) => {
      const audit = links.get(offered) as ChainLinkName;
      const streamNumber = own.get(offeredKey(offered)) as number;
      return [offered, { envelopeId: document.id, streamNumber, receivedAt: at, audit }];
    }),
  );
}

function keepDocuments(tx: Transaction, { documents, at }: Plan): void {
  if (documents.length === 0) return;
  insertEnvelopes(
    tx,
    documents.map(({ offered: { caller, id, text } }) => ({ ...caller, receivedAt: at, id, text })),
  );
  for (const { offered, document } of documents) {
    const blobIds = document.attachments.map(({ blobId }) => blobId);
    if (blobIds.length === 0) continue;
    allowReading(tx, {
      owner: offered.caller.bureau,
      envelopeId: document.id,
      bureaus: streamsOf(document),
      blobIds,
    });
  }
}

/** What is written down adds to the usage of its bureau: a refused envelope as much as another, but for the bytes that are not kept. */
function growthOf(written: readonly Offered[], { documents }: Plan): UsageGrowth[] {
  const kept = new Set(documents.map(({ offered }) => offered));
  const growth = new Map<string, UsageGrowth>();
  for (const offered of written) {
    const { bureau } = offered.caller;
    const { envelopes, storedBytes } = growth.get(bureau) ?? { envelopes: 0, storedBytes: 0 };
    const bytes = kept.has(offered) ? Buffer.byteLength(offered.text) : 0;
    growth.set(bureau, { bureau, envelopes: envelopes + 1, storedBytes: storedBytes + bytes });
  }
  return [...growth.values()];
}

function answersOf({ group, rulings, at }: Plan, verdicts: readonly Verdict[]): NewAnswer[] {
  return group.flatMap(({ caller, id, sequence, contentSha256 }, index) => {
    const ruling = rulings[index] as Ruling;
    if (ruling.do !== 'accept' && !(ruling.do === 'refuse' && ruling.storedToo)) return [];
    const verdict = verdicts[index] as Verdict;
    const { bureau, workstation } = caller;
    return [{ bureau, envelopeId: id, workstation, sequence, contentSha256, verdict, answeredAt: at }];
  });
}

/** Writes what was ruled; one verdict for each, in order. `next`: workstation → the sequence number its next envelope carries. */
function carryOut(tx: Transaction, plan: Plan, next: ReadonlyMap<string, number>, heads: Heads): Verdict[] {
  const { group, rulings, documents, at } = plan;
  const audited = group.flatMap((offered, index) => {
    const entry = auditEntryOf(offered, rulings[index] as Ruling, at);
    return entry ? [{ offered, entry }] : [];
  });
  if (audited.length === 0) return verdictsOf(group, rulings, new Map());
  const items = numberItems(
    documents.map(({ document }) => document),
    heads.streams,
  );
  const entries = audited.map(({ entry }) => entry);
  const links = appendAuditEntries(tx, entries, heads.chains);
  const linkOf = new Map(audited.map(({ offered }, index) => [offered, links[index] as ChainLinkName]));
  const verdicts = verdictsOf(group, rulings, receiptsOf(plan, items, linkOf));
  const workstations = workstationsOf(group).map((name) => ({ ...name, next: next.get(name.id) ?? 1 }));
  keepDocuments(tx, plan);
  if (items.length > 0) appendToStreams(tx, items, heads.streams);
  const written = audited.map(({ offered }) => offered);
  growUsage(tx, growthOf(written, plan), minuteOf(Date.parse(at)));
  storeAnswers(tx, answersOf(plan, verdicts));
  putNextSequences(tx, workstations);
  return verdicts;
}

/**
 * Two trips to the database: everything is read and held at once, everything is written with the commit. Of those who may not ask any
 * more nothing is decided.
 */
async function decideTogether(tx: Transaction, deps: AcceptanceDeps, group: readonly Offered[]) {
  const whole = group.filter(({ envelope }) => envelope !== null);
  const envelopes = whole.flatMap(({ envelope }) => envelope ?? []);
  const senders = [...new Set(group.map(({ caller }) => caller.bureau))];
  const addressed = [...new Set(envelopes.flatMap(streamsOf))];
  const sealedTo = [...new Set(envelopes.flatMap(({ body }) => body.recipients.map(({ keyId }) => keyId)))];
  const names = group.map(({ caller, id }) => ({ bureau: caller.bureau, envelopeId: id }));
  // The answers are looked for after the workstations are held: what another process decided meanwhile is among them. The blobs after the
  // audit chains, which whoever lets a blob go holds as well: what is found here is here when the envelope is accepted.
  const [{ next, active }, facts, heads, blobs] = await Promise.all([
    lockNextSequences(tx, workstationsOf(group)),
    readKnownFacts(tx, { envelopes: names, addressed, sealedTo, senders }),
    lockHeads(tx, addressed, senders),
    readBlobFacts(tx, blobsOf(envelopes)),
  ]);
  const { stored, keys, usage, epoch } = facts;
  if (!epoch) throw new Error('The hub has no epoch');
  const minute = minuteOf(deps.clock.now());
  const limit = (bureau: string, more: number) =>
    rateObjection(deps.settings, usage.get(bureau), minute, more) ?? storageObjection(deps.settings, usage.get(bureau));
  const judged = judgeEnvelopes(envelopes, keys, blobs);
  const objections = new Map(whole.map((offered, index) => [offered, judged[index] ?? null]));
  const asking = group.filter(({ caller }) => active.has(caller.workstation));
  const plan = planOf(asking, ruleOnEnvelopes(asking, { objections, stored, limit }, next), nowOf(deps));
  const verdicts = carryOut(tx, plan, next, heads);
  const isKnown = (ruling: Ruling) => ruling.do === 'same' || (ruling.do === 'answer' && ruling.isKnown);
  const decided = plan.rulings.map((ruling, index): [Offered, Decided] => [
    asking[index] as Offered,
    { verdict: verdicts[index] as Verdict, epoch, isKnown: isKnown(ruling) },
  ]);
  return { decided: new Map(decided), documents: plan.documents };
}

/** What decides for a running hub. */
export function openAcceptance(deps: AcceptanceDeps): Acceptance {
  return gather(
    { ...LIMITS, patience: deps.settings.groupsWaitFor },
    ({ caller }) => caller.bureau,
    async (group: readonly Offered[]) => {
      const { decided, documents } = await deps.database.transaction((tx) => decideTogether(tx, deps, group));
      const grown = new Set(documents.flatMap(({ document }) => streamsOf(document)));
      deps.streamCalls.call(grown);
      // Those left out are told why: before anything else, the caller is asked about (`confirm`).
      return group.map((offered) => decided.get(offered) ?? new HubError('busy'));
    },
    isUnavailable,
  );
}

async function acceptOne(
  accept: Acceptance,
  { bureau, workstation, carrier }: Caller,
  offered: Offered | null,
): Promise<Partial<Decided>> {
  if (!offered) return { verdict: makeVerdict(null, 'malformed') };
  if (offered.from.bureau !== bureau || offered.from.workstation !== workstation) {
    return { verdict: makeVerdict(offered.id, 'sender-mismatch') };
  }
  // Only the sender may use up its numbers and ids: of what somebody else brought, nothing is decided that it did not sign.
  if (carrier !== undefined && !offered.envelope) return { verdict: makeVerdict(null, offered.fault.code) };
  const decided = await accept(offered);
  if (decided instanceof HubError) throw decided;
  return decided;
}

/** An envelope in another's name uses no number up, since it names none of the caller's; it is written down all the same, and counts. */
async function auditImpostors(deps: HubDeps, caller: Caller, verdicts: readonly Verdict[]): Promise<void> {
  const { bureau, workstation } = caller;
  const now = deps.clock.now();
  const base = { bureau, at: toInstant(now), event: 'envelope-refused', workstation };
  const refused = verdicts.flatMap(({ id, code }): Refused[] => {
    if (code !== 'sender-mismatch') return [];
    return [{ entry: { ...base, details: { code }, ...(id && { subject: id }) }, caller: workstation }];
  });
  if (refused.length === 0) return;
  const minute = minuteOf(now);
  await deps.database.transaction(async (tx) => {
    await writeRefused(tx, refused, now);
    const usage = await readUsage(tx, [bureau]);
    const limit = rateObjection(deps.settings, usage.get(bureau), minute);
    if (limit) throw new HubError(limit.code, limit.details);
    growUsage(tx, [{ bureau, envelopes: refused.length, storedBytes: 0 }], minute);
  });
}

/** One verdict for each offered value, in order. What was decided before is answered as it was then. */
export async function acceptEnvelopes(deps: HubDeps, caller: Caller, offered: readonly unknown[]): Promise<Accepted> {
  const read = await Promise.all(offered.map((raw) => readOffered(deps, caller, raw)));
  // Handed over in one go, so that their order is the one they were offered in.
  const decided = await Promise.all(read.map((one) => acceptOne(deps.acceptance, caller, one)));
  if (decided.every((one) => one.epoch === undefined)) await caller.confirm?.();
  const verdicts = decided.flatMap(({ verdict }) => verdict ?? []);
  await auditImpostors(deps, caller, verdicts);
  for (const { class: kind, code } of verdicts) deps.metrics.verdicts.inc({ class: kind, code });
  const epoch = decided.find((one) => one.epoch)?.epoch ?? (await currentEpoch(deps.database))?.id;
  if (!epoch) throw new Error('The hub has no epoch');
  const before = decided.flatMap(({ isKnown, verdict }) => (isKnown && verdict?.id ? [verdict.id] : []));
  return { epoch, verdicts, before };
}
