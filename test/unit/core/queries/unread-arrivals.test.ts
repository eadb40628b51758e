import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepUnreadable } from '#core/store/tables/unreadable-envelopes.ts';
import type { UnreadArrival } from '#shared/ipc/arrivals.ts';
import type { Output } from '#shared/ipc/contract.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { newSigningKey } from '#test/helpers/crypto.ts';
import { makeEnvelope, newTestBureau } from '#test/helpers/envelopes.ts';

const FORGED = 5000;
/** The dialog is to stand in a blink on a desk machine; a shared build machine gets more. */
const BUDGET_MS = 100;

let core: CoreStation;
let envelope: Envelope;

beforeEach(async () => {
  core = await CoreStation.open();
  const [sender, reader] = [await newTestBureau('FRI'), await newTestBureau('UTO')];
  const workstation = core.newId();
  const content = { text: 'An invented message of usual length. '.repeat(40) };
  envelope = await makeEnvelope({
    sender: { bureau: sender, workstation, signer: newSigningKey() },
    to: [reader],
    sequence: 1,
    content,
  });
});
afterEach(() => core.close());

/** Arrived, and could not be read. */
function keep(number: number, { reason = 'bad-signature', from = 'FRI', ...more }: Partial<UnreadArrival> = {}): void {
  core.transaction(({ tx, now, newId }) => {
    const text = JSON.stringify({ ...envelope, ...more });
    keepUnreadable(tx, {
      streamNumber: number,
      envelopeId: newId(),
      fromBureau: from,
      reason,
      envelope: text,
      at: now,
    });
  });
}

/** What a hub sends that wants nothing to be seen: thousands of items that nobody signed, one of them urgent, and three others before them. */
function keepForged(): void {
  keep(1, { priority: 'urgent', reason: 'not-taken-in', from: 'GIN' });
  keep(2, { reason: 'unknown-body', from: 'GIN' });
  keep(3, { kind: 'message-receipt' });
  core.transaction(({ tx, now, newId }) => {
    for (let number = 4; number < 4 + FORGED; number += 1) {
      const priority = number === 2000 ? 'urgent' : 'routine';
      const text = JSON.stringify({ ...envelope, priority });
      const row = { streamNumber: number, envelopeId: newId(), fromBureau: 'FRI', reason: 'bad-signature', at: now };
      keepUnreadable(tx, { ...row, envelope: text });
    }
  });
}

const numbersOf = (rows: readonly UnreadArrival[]) => rows.map(({ number }) => number);

/** Of five, ms. */
async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}

describe('of what arrived and could not be read', () => {
  it('a page says how much there is in all; each is on one page, the urgent first, of these the latest', async () => {
    for (const number of [1, 2, 3, 4, 5, 6, 7])
      keep(number, { priority: number === 2 || number === 4 ? 'urgent' : 'routine' });
    const seen: number[] = [];
    let after: Pick<UnreadArrival, 'priority' | 'number'> | null = null;
    for (;;) {
      const page: Output<'arrival.unread'> = await core.call('arrival.unread', { after, limit: 3 });
      expect(page).toMatchObject({ total: 7, urgent: 2, before: seen.length });
      const last = page.rows.at(-1);
      if (!last) break;
      seen.push(...numbersOf(page.rows));
      after = { priority: last.priority, number: last.number };
    }
    expect(seen).toEqual([4, 2, 7, 6, 5, 3, 1]);
  });

  it('the next page leaves nothing out and shows nothing twice when some of this one have been dealt with, or more has come', async () => {
    for (const number of [1, 2, 3, 4, 5]) keep(number);
    const first = await core.call('arrival.unread', { limit: 2 });
    expect(numbersOf(first.rows)).toEqual([5, 4]);
    await core.call('arrival.settle', { number: 4 });
    keep(6);
    const next = await core.call('arrival.unread', { after: { priority: 'routine', number: 4 }, limit: 2 });
    expect(next).toMatchObject({ total: 5, before: 2 });
    expect(numbersOf(next.rows)).toEqual([3, 2]);
  });

  it('those alike are dealt with at once, as one audit entry; what is not, and what came after the look, is left', async () => {
    keep(1);
    keep(2, { kind: 'message-receipt' });
    keep(3, { from: 'GIN' });
    keep(4, { reason: 'damaged' });
    keep(5, { priority: 'urgent' });
    keep(6);
    const { rows } = await core.call('arrival.unread', {});
    const [urgent, latest] = rows;
    expect(urgent).toMatchObject({ number: 5, alike: { count: 1, latest: 5 } });
    expect(latest).toMatchObject({ number: 6, alike: { count: 2, latest: 6 } });
    expect(rows.slice(2).map(({ number, alike }) => [number, alike.count])).toEqual([
      [4, 1],
      [3, 1],
      [2, 1],
      [1, 2],
    ]);
    keep(7);
    const alike = { from: 'FRI', kind: 'message', reason: 'bad-signature', priority: 'routine' as const, latest: 6 };
    expect(await core.call('arrival.settle-alike', alike)).toEqual({ settled: 2 });
    expect(numbersOf((await core.call('arrival.unread', {})).rows)).toEqual([5, 7, 4, 3, 2]);
    const { rows: entries } = await core.call('audit.list', { search: 'arrival.settle-alike' });
    expect(entries).toMatchObject([{ subject: 'arrival', subjectId: null }]);
    expect(JSON.parse(entries[0]?.detail ?? '')).toEqual({ ...alike, settled: 2 });
    expect(await core.call('arrival.settle-alike', alike)).toEqual({ settled: 0 });
  });

  it('nothing is dealt with by whoever may not write messages', async () => {
    keep(1);
    core.signIn('dora', 'Dora', ['dpo']);
    const alike = { from: 'FRI', kind: 'message', reason: 'bad-signature', priority: 'routine' as const, latest: 1 };
    expect(await core.refusal('arrival.settle-alike', alike)).toMatchObject({ code: 'forbidden' });
  });
});

describe(`with ${FORGED} forged items`, () => {
  beforeEach(keepForged);

  it('a page is a page: what is urgent stands on the first, however much was put before it', async () => {
    const { rows, ...counts } = await core.call('arrival.unread', {});
    expect(counts).toEqual({ total: FORGED + 3, urgent: 2, before: 0 });
    expect(rows).toHaveLength(20);
    expect(numbersOf(rows).slice(0, 3)).toEqual([2000, 1, FORGED + 3]);
    expect(rows[0]?.alike).toEqual({ count: 1, latest: 2000 });
    expect(rows[2]?.alike).toEqual({ count: FORGED - 1, latest: FORGED + 3 });
  });

  it('the first page and one in the middle answer in time, and all of them are dealt with in time', async () => {
    const first = await medianOf(() => core.call('arrival.unread', {}));
    const after = { priority: 'routine' as const, number: 2500 };
    const middle = await medianOf(() => core.call('arrival.unread', { after }));
    const start = performance.now();
    const alike = {
      from: 'FRI',
      kind: 'message',
      reason: 'bad-signature',
      priority: 'routine' as const,
      latest: FORGED + 3,
    };
    const { settled } = await core.call('arrival.settle-alike', alike);
    const settling = performance.now() - start;
    expect(settled).toBe(FORGED - 1);
    expect(Math.max(first, middle)).toBeLessThan(BUDGET_MS);
    expect(settling).toBeLessThan(20 * BUDGET_MS);
    expect(numbersOf((await core.call('arrival.unread', {})).rows)).toEqual([2000, 1, 3, 2]);
  });
});
