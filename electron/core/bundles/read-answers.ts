import type { BundleItem } from '#shared/ipc/bundles.ts';
import { isVerdictOn, type Verdict } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';
import { type BundleFile, checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import { type OpenBundle, openBundle } from '#shared/protocol/bundle/read-bundle.ts';
import type { BundleBlob, BundleHead, BundleRecord } from '#shared/protocol/bundle/records.ts';
import type { HubStatement, StatementOf } from '#shared/protocol/hub-statement.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { remoteOf } from '../files/arriving.ts';
import { applyVerdict } from '../messages/apply-verdict.ts';
import { arrivingAttachments } from '../store/tables/attachments.ts';
import { outboxItemByEnvelope } from '../store/tables/outbox.ts';
import { workstationById } from '../store/tables/workstations.ts';
import { standingOf, takeInPage } from '../sync/pull-lane.ts';
import { recording } from '../sync/recording.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { hubKeysOf, takeInCarriedDirectory } from '../sync/take-in-directory.ts';
import { BundleRefusal } from './bundle-refusal.ts';
import type { Following, ReadAnswers } from './bundle-work.ts';
import { takeCarriedAnswer } from './carried-checks.ts';
import { identifyBundle } from './carry.ts';
import { counted } from './counted.ts';
import { openingKeys } from './own-bundle-keys.ts';
import { hubStatementOf, outcomeOf } from './read-statement.ts';
import { takeInFile } from './take-in-file.ts';

type Checked = Awaited<ReturnType<typeof checkBundle>>;

/**
 * Reads in the hub's answers: items settle, the stream is taken in from where this workstation stands, files arrive. The whole bundle is
 * checked first, every statement by the hub's own key; what is known already changes nothing, whichever way it came.
 */
export async function readAnswersIn(ctx: SyncContext, file: BundleFile, following: Following): Promise<ReadAnswers> {
  const head = await identifyBundle(ctx, file);
  if (head.kind !== 'return' || head.workstation !== ctx.identity.workstationId) {
    throw new BundleRefusal({ code: 'bundle-other-workstation', params: { name: head.name } });
  }
  const checked = await checkAnswers(ctx, file, following.signal);
  const bundle = await openBundle(counted(file(), following), openingKeys(ctx), checked);
  try {
    return await new AnswerReader(ctx, bundle).readAll();
  } finally {
    await bundle.close();
  }
}

/** Nothing takes effect before all of it has been found to be the hub's word, in a file that is whole. */
async function checkAnswers(ctx: SyncContext, file: BundleFile, signal: AbortSignal): Promise<Checked> {
  const carriers = new Map<string, string>();
  return checkBundle({ verifier: ed25519Verifier }, file, {
    keys: openingKeys(ctx),
    visit: async (record) => {
      signal.throwIfAborted();
      if (record.type !== 'statement') return;
      const statement = await hubStatementOf(ctx, record.statement);
      if (!isForUs(ctx, statement)) throw new BundleError('damaged');
      if (statement.what !== 'directory') return;
      for (const { id, bureau, signingKey } of statement.directory.workstations)
        if (bureau === ctx.identity.bureau) carriers.set(id, signingKey);
    },
    writerKey: (head) => writerKeyOf(ctx, head, carriers),
  });
}

function isForUs({ identity }: SyncContext, statement: HubStatement): boolean {
  if (statement.what === 'directory') return true;
  if (statement.bureau !== identity.bureau) return false;
  return statement.what === 'stream' || statement.workstation === identity.workstationId;
}

/** A workstation that was enrolled while there was no line here is known by the directory in the bundle. */
function writerKeyOf(
  { store, identity }: SyncContext,
  { writer }: BundleHead,
  carriers: ReadonlyMap<string, string>,
): string | null {
  if (writer === null) return hubKeysOf(store.read)?.signingKey ?? null;
  const known = workstationById(store.read, writer);
  return carriers.get(writer) ?? (known?.bureau === identity.bureau ? known.signingKey : null);
}

class AnswerReader {
  private readonly items: BundleItem[] = [];
  private messages = 0;
  private files = 0;
  private isStreamLeftOut = false;

  constructor(
    private readonly ctx: SyncContext,
    private readonly bundle: OpenBundle,
  ) {}

  async readAll(): Promise<ReadAnswers> {
    const { head, records } = this.bundle;
    for (let next = await records.next(); !next.done; next = await records.next()) {
      if (next.value.type === 'statement') await this.hear(await hubStatementOf(this.ctx, next.value.statement));
      else if (next.value.type === 'blob') await this.takeBlob(next.value.blob);
    }
    const { items, messages, files, isStreamLeftOut } = this;
    return { head, items, messages, files, isStreamLeftOut };
  }

  private async hear(statement: HubStatement): Promise<void> {
    const { store, clock } = this.ctx;
    if (statement.what === 'verdicts') this.settle(statement);
    else if (statement.what === 'checks') await this.settleChecks(statement);
    else if (statement.what === 'stream') await this.takeStream(statement);
    else
      store.transaction((tx) =>
        takeInCarriedDirectory(tx, statement.directory, this.ctx.identity, Date.parse(statement.at), clock.now()),
      );
  }

  private settle({ verdicts, before }: StatementOf<'verdicts'>): void {
    for (const verdict of verdicts) {
      const item = verdict.id && this.settleOne(verdict, before.includes(verdict.id));
      if (item) this.items.push(item);
    }
  }

  private async settleChecks({ answers }: StatementOf<'checks'>): Promise<void> {
    for (const answer of answers) {
      const item = await takeCarriedAnswer(this.ctx, answer);
      if (item) this.items.push(item);
    }
  }

  /** What has left the outbox in the meantime, by the line or by a person, stays as it is. */
  private settleOne(verdict: Verdict, before: boolean): BundleItem | null {
    const { ctx } = this;
    return ctx.store.transaction((tx) => {
      const item = outboxItemByEnvelope(tx, verdict.id ?? '');
      if (!item?.envelope || item.sequence === null) return null;
      const wasOpen = item.state === 'waiting' || item.state === 'sending';
      if (wasOpen && isDecided(verdict.code) && isVerdictOn(item.envelopeId, verdict))
        applyVerdict(recording(ctx, tx), item.id, verdict, 0);
      const { outcome, code } = outcomeOf(verdict, before || !wasOpen);
      const { kind, to, priority, sequence } = item;
      return { id: verdict.id ?? '', kind, to: [...to], priority, sequence, outcome, code };
    });
  }

  /** Pages follow each other; one that begins after what is known here is left out, and nothing is skipped. */
  private async takeStream(statement: StatementOf<'stream'>): Promise<void> {
    const { asked, page } = statement;
    const here = standingOf(this.ctx.store.read);
    const isOfThisHistory = here.epoch === null || page.epoch === here.epoch;
    // The hub has begun a new history since: it said where to go on from the very place that was asked for.
    const isNextHistory = asked.epoch === here.epoch && asked.after === here.after;
    if (!(isOfThisHistory ? page.resumeAfter <= here.after : isNextHistory)) {
      this.isStreamLeftOut = true;
      return;
    }
    const items = isOfThisHistory ? page.items.filter(({ number }) => number > here.after) : page.items;
    if (isOfThisHistory && items.length === 0 && here.epoch !== null) return;
    const resumeAfter = isOfThisHistory ? here.after : page.resumeAfter;
    const taken = await takeInPage(this.ctx, { ...page, items, resumeAfter }, here);
    this.messages += taken?.messages ?? 0;
    // Keys in the midst of it open what follows; and the line may have been faster: then from where it has come to.
    if (!taken || taken.cursor < (items.at(-1)?.number ?? 0)) await this.takeStream(statement);
  }

  private async takeBlob(blob: BundleBlob): Promise<void> {
    const wanted = arrivingAttachments(this.ctx.store.read).filter((file) => remoteOf(file).blobId === blob.blobId);
    const chunks = chunksOf(this.bundle.records, blob.chunks);
    const [first] = wanted;
    if (first) {
      if (await takeInFile(this.ctx, first, remoteOf(first), chunks)) this.files += 1;
    }
    // What nobody waits for any more, or what did not open, is passed over to its end.
    for await (const _chunk of chunks);
  }
}

/** The next chunks of the bundle, as an iteration that may be left and taken up again. */
function chunksOf(records: AsyncIterator<BundleRecord, unknown>, count: number): AsyncIterable<Uint8Array> {
  let left = count;
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    if (left === 0) return { done: true, value: undefined };
    left -= 1;
    const record = await records.next();
    if (record.done || record.value.type !== 'chunk') throw new BundleError('damaged');
    return { done: false, value: record.value.bytes };
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}
