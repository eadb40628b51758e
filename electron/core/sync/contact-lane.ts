import { toBase64Url } from '#shared/protocol/bytes.ts';
import { type ContactAnswer, contactAnswer, MAX_UNSURE_CONTACTS } from '#shared/protocol/contact.ts';
import { recordAudit } from '../record-audit.ts';
import { contactState, olderCopy, putContactState, putOlderCopy } from '../store/tables/contact.ts';
import { putSyncState, syncState } from '../store/tables/sync-state.ts';
import { offerLostAgain } from './offer-again.ts';
import type { SyncContext } from './sync-context.ts';

const TOKEN_BYTES = 16;

/**
 * Tells the hub of this contact, and learns whether this store goes on where the hub last met it. Nothing on this disk can say that
 * the whole folder was put back to an older copy; the hub can, since each contact leaves a new token on both sides.
 *
 *   new token ──durable here──> handed over with those before ──agreed──> confirmed, the others forgotten
 *                                        │ answer lost: the next contact names this one too
 *                                        └──behind──> an older copy: nothing is sent until a person decides
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
  if (answer.standing === 'agreed') {
    confirm(ctx, token, answer);
    offerLostAgain(ctx, answer.nextSequence);
  } else {
    // The hub has not taken this token, and knows none of the others.
    store.transaction((tx) => putContactState(tx, { number, tokens }));
    noteOlderCopy(ctx, answer);
  }
  return answer.standing === 'agreed';
}

/** The confirmed one and the latest of the others; more in a row are not lost by accident. */
const withinBounds = (tokens: readonly string[]): string[] => [
  ...tokens.slice(0, 1),
  ...tokens.slice(1).slice(-MAX_UNSURE_CONTACTS),
];

/** Where a person let an older copy go on, it takes over the hub's count, so that no number is given twice. */
function confirm(ctx: SyncContext, token: string, { number, nextSequence }: ContactAnswer): void {
  const goesOn = olderCopy(ctx.store.read) !== null;
  ctx.store.transaction((tx) => {
    putContactState(tx, { number, tokens: [token] });
    if (!goesOn) return;
    const last = Number(syncState(tx, 'last-sequence') ?? 0);
    putSyncState(tx, 'last-sequence', String(Math.max(last, nextSequence - 1)));
    putOlderCopy(tx, null);
  });
  if (goesOn) ctx.emit({ event: 'changed', tables: ['connection'] });
}

/** Written down once: the hub is asked again every minute until a person has decided. */
function noteOlderCopy(ctx: SyncContext, answer: ContactAnswer): void {
  const { store, identity } = ctx;
  if (olderCopy(store.read)) return;
  const now = ctx.clock.now();
  store.transaction((tx) => {
    const lastContactAt = answer.at === null ? null : Date.parse(answer.at);
    const sentSince = Math.max(0, answer.nextSequence - 1 - Number(syncState(tx, 'last-sequence') ?? 0));
    putOlderCopy(tx, { noticedAt: now, lastContactAt, sentSince, accepted: false });
    const entry = { method: 'sync.older-copy', at: now, actor: null, detail: { lastContactAt, sentSince } };
    recordAudit(tx, { ...entry, subject: 'workstation', subjectId: identity.workstationId });
  });
  ctx.emit({ event: 'changed', tables: ['connection'] });
}
