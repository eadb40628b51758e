import { toBase64Url } from '#shared/protocol/bytes.ts';
import { type ContactAnswer, contactAnswer, MAX_UNSURE_CONTACTS } from '#shared/protocol/contact.ts';
import type { ReadDb } from '../store/database.ts';
import { contactState, olderCopy, putContactState, putOlderCopy } from '../store/tables/contact.ts';
import { countOnFrom, goOnFrom, highestSequence, lastSequence, offerLostAgain } from './offer-again.ts';
import { noteOlderCopy } from './older-copy-note.ts';
import { pullStream } from './pull-lane.ts';
import type { SyncContext } from './sync-context.ts';

const TOKEN_BYTES = 16;

/**
 * Tells the hub of this contact, and learns whether this store goes on where the hub last met it. Nothing on this disk can say that
 * the whole folder was put back to an older copy; the hub can, since each contact leaves a new token on both sides.
 *
 *   new token ──durable here──> handed over with those before ──agreed──> confirmed, the others forgotten
 *                                        │ answer lost: the next contact names this one too
 *                                        └──behind, or more was sent──> an older copy: nothing is sent until a person decides
 *
 * @returns whether envelopes may be sent.
 */
export async function makeContact(ctx: SyncContext): Promise<boolean> {
  const { store } = ctx;
  // A disk that takes nothing more cannot keep a token, and sends nothing either.
  if (store.status().readOnly) return false;
  const { number, tokens } = contactState(store.read);
  const token = toBase64Url(ctx.random.bytes(TOKEN_BYTES));
  store.transaction((tx) => putContactState(tx, { number, tokens: withinBounds([...tokens, token]) }));
  const goOn = olderCopy(store.read)?.accepted === true;
  const request = { number: number + 1, previous: tokens, token, goOn };
  const answer = await ctx.api.post('/v1/contact', request, contactAnswer);
  // The hub has not taken this token, and knows none of the others.
  if (answer.standing === 'behind') store.transaction((tx) => putContactState(tx, { number, tokens }));
  else confirm(ctx, token, answer, goOn);
  if (answer.standing === 'behind' || hasSentMore(store.read, answer)) {
    store.transaction((tx) => noteOlderCopy(ctx, tx, whatIsMissing(tx, answer)));
    return false;
  }
  if (olderCopy(store.read)) return false;
  offerLostAgain(ctx, answer.nextSequence);
  if (answer.nextSequence - 1 > lastSequence(store.read)) await makeUpFor(ctx, answer);
  return true;
}

/** The hub has envelopes under numbers that were never given here: this copy was taken after its last contact, and before they left. */
const hasSentMore = (db: ReadDb, { nextSequence }: ContactAnswer): boolean => nextSequence - 1 > highestSequence(db);

const whatIsMissing = (db: ReadDb, { at, nextSequence }: ContactAnswer) => ({
  lastContactAt: at === null ? null : Date.parse(at),
  sentSince: Math.max(0, nextSequence - 1 - lastSequence(db)),
});

/** An old bundle has brought the hub what waits here to be offered again: the stream tells what, before anything is. */
async function makeUpFor(ctx: SyncContext, { nextSequence }: ContactAnswer): Promise<void> {
  ctx.store.transaction((tx) => goOnFrom(tx, nextSequence));
  await pullStream(ctx);
}

/** The confirmed one and the latest of the others; more in a row are not lost by accident. */
const withinBounds = (tokens: readonly string[]): string[] => [
  ...tokens.slice(0, 1),
  ...tokens.slice(1).slice(-MAX_UNSURE_CONTACTS),
];

/**
 * The hub has taken this contact. Where a person let an older copy go on, it takes over the hub's count, so that no number is given twice;
 * a hub that has forgotten what made this copy the older one has ended the matter by itself.
 */
function confirm(ctx: SyncContext, token: string, answer: ContactAnswer, goOn: boolean): void {
  const { store } = ctx;
  const found = olderCopy(store.read);
  const isOver = found !== null && (goOn || !(found.byNumber || hasSentMore(store.read, answer)));
  store.transaction((tx) => {
    putContactState(tx, { number: answer.number, tokens: [token] });
    if (!isOver) return;
    if (goOn) countOnFrom(tx, answer.nextSequence, ctx.clock.now());
    else goOnFrom(tx, answer.nextSequence);
    putOlderCopy(tx, null);
  });
  if (isOver) ctx.emit({ event: 'changed', tables: ['connection'] });
}
