import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { openFileWants } from '#core/sharing/file-wants.ts';
import { attachmentsOfMessage, setAttachmentGone, setAttachmentState } from '#core/store/tables/attachments.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { JOINED, LateOffice, MINUTE, photograph, SECOND } from '#test/helpers/late-office.ts';

describe('a file that the hub has let go of, asked of the bureau’s workstations', () => {
  let world: LateOffice;
  let first: CoreStation;
  let second: CoreStation;
  let third: CoreStation;

  beforeEach(async () => {
    world = await LateOffice.open();
    ({ first, second, third } = world);
    for (const core of world.others) {
      core.clock.at = JOINED;
      core.transaction(({ tx }) => setAttachmentGone(tx, idAt(core)));
    }
  });
  afterEach(() => world.close());

  const idAt = (core: CoreStation) => world.photographAt(core)?.id as never;
  const has = (core: CoreStation) => core.transaction(({ tx }) => setAttachmentState(tx, idAt(core), 'here'));
  const shownAt = async (core: CoreStation) => {
    const [message] = await core.call('message.thread', { conversationId: world.withPhotograph as never });
    return message?.files[0];
  };
  const bringing = (core: CoreStation) =>
    core.station.store.read.all<{ id: string; envelopeId: string }>(
      "SELECT id, envelope_id AS envelopeId FROM outbox WHERE kind = 'case-file' AND state = 'waiting'",
    );
  const wantsAt = (core: CoreStation) => openFileWants(core.station.store.read).length;
  const ask = async (at = JOINED) => {
    await second.call('file.ask-colleagues', { id: idAt(second) });
    say(second, at);
  };
  /** What one queued is read by all. */
  const say = (core: CoreStation, at: number) => {
    world.office.send(core);
    for (const one of world.office.stations) world.pullAt(one, at);
  };

  it('is brought by the one that has it in its turn, under another identifier than before, and by nobody who has it not', async () => {
    has(third);
    await ask();
    expect(await shownAt(second)).toMatchObject({ state: 'gone', isAskedFor: true });
    for (const core of [first, second]) await world.round(core, JOINED);
    await world.round(third, JOINED);
    expect(world.others.map((core) => bringing(core).length)).toEqual([0, 0, 0]);
    await world.round(third, JOINED + 2 * MINUTE + SECOND);
    expect(bringing(first)).toEqual([]);
    const [item] = bringing(third);
    expect(item?.envelopeId).not.toBe(item?.id);
    say(third, JOINED + 3 * MINUTE);
    expect(world.office.stations.map(wantsAt)).toEqual([0, 0, 0, 0]);
  });

  it('is brought with all others that are wanted of the one whose turn has come: nobody waits for each of them anew', async () => {
    has(third);
    const envelopeId = third.newId();
    const body = { attachments: [{ ...photograph, sha256: 'ef'.repeat(32) }] };
    for (const core of [second, third]) arrive(core, { envelopeId, streamNumber: 80, body });
    const idOfOther = (core: CoreStation) => attachmentsOfMessage(core.station.store.read, envelopeId)[0]?.id as never;
    second.transaction(({ tx }) => setAttachmentGone(tx, idOfOther(second)));
    third.transaction(({ tx }) => setAttachmentState(tx, idOfOther(third), 'here'));
    await second.call('file.ask-colleagues', { id: idOfOther(second) });
    await ask();
    expect(wantsAt(third)).toBe(2);
    await world.round(third, JOINED);
    await world.round(third, JOINED + 2 * MINUTE + SECOND);
    expect(bringing(third)).toHaveLength(2);
  });

  it('is brought once where two have it and it was asked for twice', async () => {
    has(first);
    has(third);
    await ask();
    await ask();
    expect(wantsAt(third)).toBe(2);
    await world.round(first, JOINED);
    say(first, JOINED + SECOND);
    await world.round(third, JOINED + 10 * MINUTE);
    expect(bringing(first)).toHaveLength(1);
    expect(bringing(third)).toEqual([]);
  });

  it('does not go a second time while it is on its way', async () => {
    has(first);
    await ask();
    await world.round(first, JOINED);
    say(first, JOINED + SECOND);
    await ask(JOINED + MINUTE);
    await world.round(first, JOINED + MINUTE);
    expect(bringing(first)).toHaveLength(1);
    say(first, JOINED + 2 * MINUTE);
    expect(wantsAt(first)).toBe(0);
  });

  it('comes to who asked as soon as it is there, and waits at the others until they ask, where nothing comes by itself', async () => {
    for (const core of world.others) await core.call('file.set-limit', { bytes: 0 });
    await ask();
    const content = { ...photograph, sealedDigest: 'cd'.repeat(32), fileId: first.newId() };
    const values = { ...content, messageId: world.withPhotograph };
    const entry = {
      entry: 'record',
      kind: 'file-content',
      id: first.newId(),
      values,
      author: 'UTO-1',
      at: toInstant(JOINED),
    };
    const body = recordChangesBody.parse({ entries: [entry] });
    for (const core of [second, third])
      core.transaction((rec) =>
        applyEntries(rec, body, { workstation: first.station.identity.workstationId, streamNumber: 90 }),
      );
    expect(await shownAt(second)).toMatchObject({ state: 'arriving', isAskedFor: true });
    expect(await shownAt(third)).toMatchObject({ state: 'on-demand', isAskedFor: false });
    expect([second, third].map(wantsAt)).toEqual([0, 0]);
  });

  it('can be asked for where a colleague who handed the records over did not have it, not while it may just be on its way', async () => {
    second.transaction(({ tx }) => {
      setAttachmentState(tx, idAt(second), 'announced');
      tx.run('UPDATE attachments SET added_at = ? WHERE id = ?', [JOINED - 60 * MINUTE, idAt(second)]);
    });
    expect((await shownAt(second))?.canAskColleagues).toBe(false);
    second.clock.at = JOINED + 24 * 60 * MINUTE;
    expect((await shownAt(second))?.canAskColleagues).toBe(true);
    await ask(second.clock.at);
    expect(wantsAt(first)).toBe(1);
  });
});
