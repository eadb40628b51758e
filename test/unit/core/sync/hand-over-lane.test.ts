import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWanting, noteMissing, openWants } from '#core/sharing/hand-over.ts';
import { attachmentsOfMessage } from '#core/store/tables/attachments.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { confirmWorkstation } from '#core/store/tables/confirmed-workstations.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { handRecordsOver } from '#core/sync/hand-over-lane.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { type CoreStation, START } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const JOINED = START + 60 * MINUTE;

describe('of a bureau’s workstations one hands over the records and the messages to who joined late', () => {
  let office: Office;
  let first: CoreStation;
  let second: CoreStation;
  let third: CoreStation;
  let late: CoreStation;
  let withPhotograph: string;

  const MESSAGES = 23;
  const CASES = 12;

  beforeEach(async () => {
    office = await Office.open(4);
    const [a, b, c, d] = office.stations;
    if (!a || !b || !c || !d) throw new Error('Four workstations');
    [first, second, third, late] = [a, b, c, d];
    for (const core of office.stations)
      core.transaction(({ tx, now }) => {
        for (const { station } of office.stations)
          confirmWorkstation(tx, { id: station.identity.workstationId, deviceKey: '' }, 'Olaf Officer', now);
        keepBureauKey(tx, { keyId: 'A'.repeat(22), publicKey: 'A'.repeat(43), privateKey: '', since: START });
      });
    for (let number = 0; number < CASES; number += 1) await first.call('case.create', caseInput());
    withPhotograph = first.newId();
    const were = [withPhotograph, ...Array.from({ length: MESSAGES - 1 }, () => first.newId())];
    for (const core of [first, second, third])
      were.forEach((envelopeId, index) => {
        const body = envelopeId === withPhotograph ? { attachments: [photograph] } : {};
        arrive(core, { envelopeId, streamNumber: index + 1, body });
      });
    for (const core of [first, second, third]) office.send(core);
    for (const core of [first, second, third]) office.pull(core);
    late.transaction(({ tx }) => {
      putSyncState(tx, 'stream-cursor', String(office.stream.length));
      noteMissing(tx);
    });
    await round(late, JOINED);
    office.send(late);
    for (const core of [first, second, third]) office.pull(core);
  });
  afterEach(() => office.close());

  const photograph = {
    name: 'photograph.jpg',
    mediaType: 'image/jpeg',
    size: 20_000,
    sha256: 'ab'.repeat(32),
    blobId: '0192f3a0-0000-7000-8000-000000000001',
    contentKey: 'A'.repeat(43),
  };

  /** One round of the synchronisation at a workstation; nothing of what it queues goes yet. */
  async function round(core: CoreStation, at: number, stopped = new AbortController().signal): Promise<void> {
    core.clock.at = at;
    const { store, identity } = core.station;
    const ctx = { store, identity, clock: core.clock, random: systemRandom, stopped } as unknown as SyncContext;
    await handRecordsOver(ctx);
  }
  /** Somebody locks the workstation when so many pieces have been queued. */
  async function roundUntilLocked(core: CoreStation, at: number, pieces: number): Promise<void> {
    const locking = new AbortController();
    let left = pieces;
    const stopListening = core.station.store.onCommit(() => {
      left -= 1;
      if (left === 0) locking.abort();
    });
    await expect(round(core, at, locking.signal)).rejects.toThrow();
    stopListening();
  }
  const pullAt = (core: CoreStation, at: number) => {
    core.clock.at = at;
    office.pull(core);
  };
  const queuedAt = (core: CoreStation) =>
    core.station.store.read.all("SELECT id FROM outbox WHERE kind = 'record-changes' AND state = 'waiting'").length;
  const countAt = (core: CoreStation, table: string) =>
    core.station.store.read.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;
  const fileAt = (core: CoreStation) => attachmentsOfMessage(core.station.store.read, withPhotograph)[0];
  const hasAll = (core: CoreStation) => [countAt(core, 'cases'), countAt(core, 'messages')];

  it('the eldest at once, and the others not while it may still come', async () => {
    for (const core of [second, third]) await round(core, JOINED);
    await round(first, JOINED);
    expect([first, second, third].map(queuedAt).map((count) => count > 0)).toEqual([true, false, false]);
    office.send(first);
    for (const core of office.stations) pullAt(core, JOINED + SECOND);
    for (const core of [second, third]) await round(core, JOINED + 10 * MINUTE);
    expect([second, third].map(queuedAt)).toEqual([0, 0]);
    expect(hasAll(late)).toEqual([CASES, MESSAGES]);
  });

  it('the next one two minutes later where nothing has come of it, and the one after that after two more', async () => {
    for (const core of [second, third]) await round(core, JOINED);
    for (const core of [second, third]) await round(core, JOINED + 2 * MINUTE - SECOND);
    expect([second, third].map(queuedAt)).toEqual([0, 0]);
    await round(third, JOINED + 2 * MINUTE + SECOND);
    expect(queuedAt(third)).toBe(0);
    await round(second, JOINED + 2 * MINUTE + SECOND);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('the next one where the first stops among the messages: all of them come, each once', async () => {
    await round(second, JOINED);
    // Two pieces and an end for the cases, an end for each of six further kinds, and one piece of messages.
    await roundUntilLocked(first, JOINED, 2 + 7 + 1);
    office.send(first);
    for (const core of [second, third, late]) pullAt(core, JOINED + MINUTE);
    expect(hasAll(late)).toEqual([CASES, 10]);
    expect(isWanting(late.station.store.read)).toBe(true);

    await round(second, JOINED + 3 * MINUTE + 2 * SECOND);
    office.send(second);
    for (const core of [second, third, late]) pullAt(core, JOINED + 4 * MINUTE);
    expect(hasAll(late)).toEqual([CASES, MESSAGES]);
    expect(isWanting(late.station.store.read)).toBe(false);
    for (const core of [second, third, late]) {
      expect(openWants(core.station.store.read)).toEqual([]);
      expect(countAt(core, 'message_attachments')).toBe(1);
      expect(countAt(core, 'waiting_entries')).toBe(0);
      expect(sharedContent(core)).toBe(sharedContent(first));
    }
    // The first comes back, and learns that it is done before it would go on.
    pullAt(first, JOINED + 60 * MINUTE);
    await round(first, JOINED + 60 * MINUTE);
    expect(queuedAt(first)).toBe(0);
    expect(hasAll(first)).toEqual([CASES, MESSAGES]);
  });

  it('the first alone for as long as it goes on, however narrow its line', async () => {
    await round(second, JOINED);
    await round(first, JOINED);
    const pieces = queuedAt(first);
    expect(pieces).toBeGreaterThan(4);
    for (let piece = 1; piece < pieces; piece += 1) {
      office.send(first, 1);
      pullAt(second, JOINED + piece * MINUTE);
      await round(second, JOINED + piece * MINUTE + 2 * SECOND);
      expect(queuedAt(second)).toBe(0);
    }
    await round(second, JOINED + (pieces - 1) * MINUTE + 2 * MINUTE + 10 * SECOND);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('not the first once more, when it comes back while the next one is at it', async () => {
    await roundUntilLocked(first, JOINED, 2);
    await round(second, JOINED);
    await round(second, JOINED + 3 * MINUTE);
    const queued = queuedAt(first);
    office.send(second, 2);
    pullAt(first, JOINED + 4 * MINUTE);
    await round(first, JOINED + 4 * MINUTE + 2 * SECOND);
    expect(queuedAt(first)).toBe(queued);
    // Nothing more comes from the next one either.
    await round(first, JOINED + 7 * MINUTE);
    expect(queuedAt(first)).toBeGreaterThan(queued);
  });

  it('and the clock of who waits may be put back meanwhile', async () => {
    await round(second, JOINED);
    const before = Date.parse('1970-01-01T00:00:00Z');
    await round(second, before);
    expect(queuedAt(second)).toBe(0);
    await round(second, before + 3 * MINUTE);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('and where the first had the content of a file and never sent it, it is had from where the next one knows it', async () => {
    first.transaction(({ tx }) =>
      tx.run("UPDATE attachments SET state = 'here' WHERE message_id = ?", [withPhotograph]),
    );
    await round(second, JOINED);
    await round(first, JOINED);
    office.send(first, queuedAt(first) - 1);
    for (const core of [second, third, late]) pullAt(core, JOINED + SECOND);
    expect(fileAt(late)?.state).toBe('announced');
    await round(second, JOINED + 3 * MINUTE);
    office.send(second);
    for (const core of [third, late]) pullAt(core, JOINED + 4 * MINUTE);
    expect(fileAt(late)?.state).toBe('arriving');
    expect(JSON.parse(fileAt(late)?.remote ?? '')).toEqual(photograph);
    expect(countAt(late, 'attachments')).toBe(1);
  });
});
