import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { isWanting, openWants } from '#core/sharing/hand-over-wants.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { CASES, JOINED, LateOffice, MESSAGES, MINUTE, photograph, SECOND } from '#test/helpers/late-office.ts';
import { type Office, sharedContent } from '#test/helpers/office.ts';

describe('of a bureau’s workstations one hands over the records and the messages to who joined late', () => {
  let world: LateOffice;
  let office: Office;
  let first: CoreStation;
  let second: CoreStation;
  let third: CoreStation;
  let late: CoreStation;

  beforeEach(async () => {
    world = await LateOffice.open();
    ({ office, first, second, third, late } = world);
    await world.ask();
  });
  afterEach(() => world.close());

  const queuedAt = (core: CoreStation) => world.queuedAt(core);

  it('the eldest at once, and the others not while it may still come', async () => {
    for (const core of [second, third]) await world.round(core, JOINED);
    await world.round(first, JOINED);
    expect(world.others.map(queuedAt).map((count) => count > 0)).toEqual([true, false, false]);
    office.send(first);
    for (const core of office.stations) world.pullAt(core, JOINED + SECOND);
    for (const core of [second, third]) await world.round(core, JOINED + 10 * MINUTE);
    expect([second, third].map(queuedAt)).toEqual([0, 0]);
    expect(world.hasAll(late)).toEqual([CASES, MESSAGES]);
  });

  it('the next one two minutes later where nothing has come of it, and the one after that after two more', async () => {
    for (const core of [second, third]) await world.round(core, JOINED);
    for (const core of [second, third]) await world.round(core, JOINED + 2 * MINUTE - SECOND);
    expect([second, third].map(queuedAt)).toEqual([0, 0]);
    await world.round(third, JOINED + 2 * MINUTE + SECOND);
    expect(queuedAt(third)).toBe(0);
    await world.round(second, JOINED + 2 * MINUTE + SECOND);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('the next one where the first stops among the messages: all of them come, each once', async () => {
    await world.round(second, JOINED);
    // Two pieces and an end for the cases, an end for each of six further kinds, and one piece of messages.
    expect(await world.roundUntilLocked(first, JOINED, 2 + 7 + 1)).toBe(true);
    office.send(first);
    for (const core of [second, third, late]) world.pullAt(core, JOINED + MINUTE);
    expect(world.hasAll(late)).toEqual([CASES, 10]);
    expect(isWanting(late.station.store.read)).toBe(true);

    await world.round(second, JOINED + 3 * MINUTE + 2 * SECOND);
    office.send(second);
    for (const core of [second, third, late]) world.pullAt(core, JOINED + 4 * MINUTE);
    expect(world.hasAll(late)).toEqual([CASES, MESSAGES]);
    expect(isWanting(late.station.store.read)).toBe(false);
    for (const core of [second, third, late]) {
      expect(openWants(core.station.store.read)).toEqual([]);
      expect(world.countAt(core, 'message_attachments')).toBe(1);
      expect(world.countAt(core, 'waiting_entries')).toBe(0);
      expect(sharedContent(core)).toBe(sharedContent(first));
    }
    // The first comes back, and learns that it is done before it would go on.
    world.pullAt(first, JOINED + 60 * MINUTE);
    await world.round(first, JOINED + 60 * MINUTE);
    expect(queuedAt(first)).toBe(0);
    expect(world.hasAll(first)).toEqual([CASES, MESSAGES]);
  });

  it('the first alone for as long as it goes on, however narrow its line', async () => {
    await world.round(second, JOINED);
    await world.round(first, JOINED);
    const pieces = queuedAt(first);
    expect(pieces).toBeGreaterThan(4);
    for (let piece = 1; piece < pieces; piece += 1) {
      office.send(first, 1);
      world.pullAt(second, JOINED + piece * MINUTE);
      await world.round(second, JOINED + piece * MINUTE + 2 * SECOND);
      expect(queuedAt(second)).toBe(0);
    }
    await world.round(second, JOINED + (pieces - 1) * MINUTE + 2 * MINUTE + 10 * SECOND);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('not the first once more, when it comes back while the next one is at it', async () => {
    expect(await world.roundUntilLocked(first, JOINED, 2)).toBe(true);
    await world.round(second, JOINED);
    await world.round(second, JOINED + 3 * MINUTE);
    const queued = queuedAt(first);
    office.send(second, 2);
    world.pullAt(first, JOINED + 4 * MINUTE);
    await world.round(first, JOINED + 4 * MINUTE + 2 * SECOND);
    expect(queuedAt(first)).toBe(queued);
    // Nothing more comes from the next one either.
    await world.round(first, JOINED + 7 * MINUTE);
    expect(queuedAt(first)).toBeGreaterThan(queued);
  });

  it('and the clock of who waits may be put back meanwhile', async () => {
    await world.round(second, JOINED);
    const before = Date.parse('1970-01-01T00:00:00Z');
    await world.round(second, before);
    expect(queuedAt(second)).toBe(0);
    await world.round(second, before + 3 * MINUTE);
    expect(queuedAt(second)).toBeGreaterThan(0);
  });

  it('and where the first had the content of a file and never sent it, it is had from where the next one knows it', async () => {
    first.transaction(({ tx }) =>
      tx.run("UPDATE attachments SET state = 'here' WHERE message_id = ?", [world.withPhotograph]),
    );
    await world.round(second, JOINED);
    await world.round(first, JOINED);
    office.send(first, queuedAt(first) - 1);
    for (const core of [second, third, late]) world.pullAt(core, JOINED + SECOND);
    expect(world.photographAt(late)?.state).toBe('announced');
    await world.round(second, JOINED + 3 * MINUTE);
    office.send(second);
    for (const core of [third, late]) world.pullAt(core, JOINED + 4 * MINUTE);
    expect(world.photographAt(late)?.state).toBe('arriving');
    expect(JSON.parse(world.photographAt(late)?.remote ?? '')).toEqual(photograph);
    expect(world.countAt(late, 'attachments')).toBe(1);
  });

  const idOf = (core: CoreStation) => core.station.identity.workstationId;

  it('and it stands once in the audit trail of either, who handed what to whom', async () => {
    await world.round(second, JOINED);
    await world.round(first, JOINED);
    office.send(first);
    for (const core of office.stations) world.pullAt(core, JOINED + SECOND);
    // Read once more, as after the hub was put back: it is no second time.
    late.transaction((rec) => {
      for (const { from, body } of office.stream) applyEntries(rec, body, { workstation: from, streamNumber: 900 });
    });
    const none = { person: 0, document: 0, vehicle: 0, note: 0, file: 0, check: 0 };
    const handed = { case: CASES, ...none, message: MESSAGES };
    const wanted = expect.any(String);
    const [to, from] = [late, first].map((core) => `UTO-${idOf(core).slice(-4).toUpperCase()}`);
    expect(await world.auditAt(first)).toEqual([
      { method: 'sync.records-handed-over', subjectId: idOf(late), to, wanted, handed, isComplete: true },
    ]);
    expect(await world.auditAt(late)).toEqual([
      { method: 'sync.records-received', subjectId: idOf(late), from, wanted, handed },
    ]);
    for (const core of [second, third]) expect(await world.auditAt(core)).toEqual([]);
    expect((await first.call('audit.list', {})).intact).toBe(true);
  });

  it('and where one stops and the next goes on, each has in its audit trail what it handed over', async () => {
    await world.round(second, JOINED);
    expect(await world.roundUntilLocked(first, JOINED, 1)).toBe(true);
    office.send(first);
    await world.round(second, JOINED + 3 * MINUTE);
    office.send(second);
    for (const core of office.stations) world.pullAt(core, JOINED + 4 * MINUTE);
    await world.round(first, JOINED + 5 * MINUTE);
    expect(await world.auditAt(first)).toMatchObject([{ handed: { case: 10 }, isComplete: false }]);
    expect(await world.auditAt(second)).toMatchObject([
      { handed: { case: CASES, message: MESSAGES }, isComplete: true },
    ]);
    expect(await world.auditAt(late)).toHaveLength(1);
  });
});
