import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKeptAgain } from '#core/sharing/read-again.ts';
import { outboxItemById, pendingOutboxItems } from '#core/store/tables/outbox.ts';
import { A_NEWER_VERSION, entriesWaitingFor, keepWaitingEntry } from '#core/store/tables/waiting-entries.ts';
import { isNewRecord } from '#shared/protocol/record-changes-body.ts';
import { caseInput, personFieldsInput } from '#test/helpers/casework.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { Office, sharedContent } from '#test/helpers/office.ts';
import { differentValues, isSharedFieldLegal, legalFields, recordWith } from '#test/helpers/shared-field-values.ts';

describe('the workstations of a bureau', () => {
  let office: Office;
  let here: CoreStation;
  let there: CoreStation;

  const open = async (count = 2, know = true) => {
    office = await Office.open(count, know);
    const [first, second] = office.stations;
    if (!first || !second) throw new Error('An office has at least two workstations.');
    [here, there] = [first, second];
  };
  const expectEqual = () => expect(new Set(office.stations.map(sharedContent)).size).toBe(1);
  const conflicts = (core: CoreStation) => core.call('conflict.list', {});

  beforeEach(() => open());
  afterEach(() => office.close());

  it('have a case with everything in it, its timeline and what is found by search', async () => {
    const officerId = here.station.actor.id;
    const { id: caseId } = await here.call('case.create', caseInput({ officerId, description: 'Seen at Port Alba.' }));
    const { id: personId } = await here.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    await here.call('document.create', {
      caseId,
      fields: { number: 'U1234567', type: 'passport', issuingCountry: 'UTO', holderId: personId },
    });
    await here.call('vehicle.create', { caseId, fields: { plate: 'UT 4711' } });
    await here.call('note.add', { caseId, body: 'The harbour master telephoned.' });
    await here.call('case.move', { id: caseId, move: 'suspend', reason: 'Waiting for the laboratory' });
    office.settle();
    expectEqual();
    expect(await there.call('case.get', { id: caseId })).toMatchObject({
      status: 'suspended',
      officerName: 'Olaf Officer',
      counts: { persons: 1, documents: 1, vehicles: 1, notes: 1 },
    });
    const { rows } = await there.call('case.timeline', { id: caseId });
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(
      ['case-created', 'document-added', 'note-added', 'person-added', 'status-changed', 'vehicle-added'].toSorted(),
    );
    expect(await there.call('search.all', { text: 'harbour' })).toMatchObject([{ kind: 'note' }]);
    expect(await there.call('account.list', {})).toHaveLength(1);
  });

  it('send nothing while there is only one, and everything to the one that joins, once', async () => {
    office.close();
    await open(2, false);
    const { id: caseId } = await here.call('case.create', caseInput());
    await here.call('person.create', { caseId, role: 'witness', fields: personFieldsInput() });
    await here.call('note.add', { caseId, body: 'Before anybody else was here.' });
    expect(pendingOutboxItems(here.station.store.read)).toEqual([]);
    office.introduce();
    office.settle();
    expectEqual();
    expect(await there.call('case.get', { id: caseId })).toMatchObject({ counts: { persons: 1, notes: 1 } });
    const offered = office.stream.length;
    office.settle();
    expect(office.stream.length).toBe(offered);
  });

  it('address their changes to their own bureau and to nobody else', async () => {
    await here.call('case.create', caseInput());
    const items = pendingOutboxItems(here.station.store.read);
    expect(items.map(({ kind, to }) => [kind, to])).toEqual([['record-changes', ['UTO']]]);
    expect(await here.refusal('outbox.withdraw', { id: items[0]?.id ?? '' })).toBeDefined();
    expect(outboxItemById(here.station.store.read, items[0]?.id ?? '')?.state).toBe('waiting');
  });

  it('take the same envelope twice as once', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { title: 'Ring of forgers' } });
    office.settle();
    const before = sharedContent(there);
    office.stream.push(...office.stream);
    for (const core of office.stations) office.pull(core);
    expect(await there.call('case.get', { id })).toMatchObject({ title: 'Ring of forgers' });
    expect(await conflicts(there)).toEqual([]);
    expect(before).toContain('Ring of forgers');
  });

  it('tell of a parallel change in the timeline, and keep both', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { title: 'Ring of forgers' } });
    await there.call('case.update', { id, version: 1, changes: { priority: 'high' } });
    office.settle();
    expectEqual();
    for (const core of office.stations) {
      expect(await core.call('case.get', { id })).toMatchObject({ title: 'Ring of forgers', priority: 'high' });
      expect(await conflicts(core)).toEqual([]);
      const { rows } = await core.call('case.timeline', { id });
      expect(rows.filter(({ kind }) => kind === 'parallel-change')).toHaveLength(1);
    }
  });

  it('tell of nothing where one edit knew of the other', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { title: 'Ring of forgers' } });
    office.settle();
    await there.call('case.update', { id, version: 2, changes: { title: 'Forgers', priority: 'high' } });
    office.settle();
    expectEqual();
    const { rows } = await here.call('case.timeline', { id });
    expect(rows.map(({ kind }) => kind)).not.toContain('parallel-change');
  });

  it('give a number of the year to two cases at once, and both keep one, the same everywhere', async () => {
    const { id: mine } = await here.call('case.create', caseInput({ title: 'Mine' }));
    const { id: theirs } = await there.call('case.create', caseInput({ title: 'Theirs' }));
    office.settle();
    expectEqual();
    const references = await Promise.all([mine, theirs].map((id) => here.call('case.get', { id })));
    expect(new Set(references.map(({ reference }) => reference)).size).toBe(2);
    expect(await there.call('case.create', caseInput())).toMatchObject({ reference: 'UTO-2026-000002' });
  });

  it.each(legalFields.filter(([, field]) => field !== 'identityConfirmed'))(
    'keep both values of the legal field %s.%s, changed at once, in either order, until a supervisor decides',
    async (kind, field) => {
      for (const sender of ['here', 'there'] as const) {
        const record = await recordWith(here, kind);
        office.settle();
        const [one, other] = differentValues(kind, field, record.holders);
        await record.update(here, 1, { [field]: one });
        await record.update(there, 1, { [field]: other });
        const [first, second] = sender === 'here' ? [here, there] : [there, here];
        office.send(first);
        office.send(second);
        for (const core of office.stations) office.pull(core);
        expectEqual();
        for (const core of office.stations) {
          const [open] = (await conflicts(core)).filter(({ recordId }) => recordId === record.id);
          expect(open).toMatchObject({ kind, field, legal: true, mayDecide: true });
          const values = open?.versions.map(({ value }) =>
            field === 'holderId' ? (value as { id: string }).id : value,
          );
          expect(values).toEqual(sender === 'here' ? [one, other] : [other, one]);
          expect(await record.value(core, field)).toEqual(sender === 'here' ? one : other);
        }
      }
    },
  );

  it('keep both answers to whether an identity is confirmed, where one has taken back what the other just said', async () => {
    const record = await recordWith(here, 'person');
    office.settle();
    await record.update(here, 1, { identityConfirmed: true });
    await record.update(there, 1, { identityConfirmed: true });
    await record.update(there, 2, { identityConfirmed: false });
    office.settle();
    expectEqual();
    const [open] = await conflicts(here);
    expect(open).toMatchObject({ field: 'identityConfirmed', legal: true });
    expect(open?.versions.map(({ value }) => value)).toEqual([true, false]);
  });

  it('let nobody but a supervisor decide about a legal field, and anybody who writes cases about others', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { handling: 'H2', title: 'One' } });
    await there.call('case.update', { id, version: 1, changes: { handling: 'H3', title: 'Other' } });
    office.settle();
    here.signIn('olga', 'Olga Officer', ['officer']);
    const open = await conflicts(here);
    expect(open.map(({ field, mayDecide }) => [field, mayDecide]).toSorted()).toEqual([
      ['handling', false],
      ['title', true],
    ]);
    const choose = (field: string, at: number) => {
      const among = open.find((one) => one.field === field)?.versions.map(({ change }) => change) ?? [];
      return { recordId: id, field, among, take: among[at] ?? null };
    };
    expect(await here.refusal('conflict.decide', choose('handling', 1))).toEqual({ code: 'forbidden' });
    expect(await here.refusal('case.update', { id, version: 2, changes: { handling: 'H0' } })).toMatchObject({
      code: 'field-disputed',
    });
    await here.call('conflict.decide', choose('title', 1));
    await there.call('conflict.decide', choose('handling', 1));
    office.settle();
    expectEqual();
    for (const core of office.stations) {
      expect(await conflicts(core)).toEqual([]);
      expect(await core.call('case.get', { id })).toMatchObject({ handling: 'H3', title: 'Other' });
      const { rows } = await core.call('case.timeline', { id });
      expect(rows.filter(({ kind }) => kind === 'conflict-decided')).toHaveLength(2);
    }
    const { rows } = await there.call('audit.list', { search: 'conflict.decide' });
    expect(rows).toMatchObject([{ subject: 'conflict', subjectId: id }]);
  });

  it('let a person make one text of two, and take back two decisions that differ', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { description: 'Seen at the harbour.' } });
    await there.call('case.update', { id, version: 1, changes: { description: 'Left by train.' } });
    office.settle();
    const [open] = await conflicts(here);
    const among = open?.versions.map(({ change }) => change) ?? [];
    const decision = { recordId: id, field: 'description', among };
    await here.call('conflict.decide', { ...decision, take: null, text: 'Seen at the harbour; left by train.' });
    await there.call('conflict.decide', { ...decision, take: among[0] ?? null });
    office.settle();
    expectEqual();
    expect(await conflicts(here)).toHaveLength(1);
    expect(await here.refusal('conflict.decide', { ...decision, take: among[0] ?? null })).toEqual({
      code: 'conflict-moved-on',
    });
  });

  it('show on the desk what this person may decide', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    await here.call('case.update', { id, version: 1, changes: { purpose: 'warn' } });
    await there.call('case.update', { id, version: 1, changes: { purpose: 'forensic' } });
    office.settle();
    const decisions = async () =>
      (await here.call('desk.list', {})).filter(({ kind }) => kind === 'conflict-to-decide');
    expect(await decisions()).toMatchObject([{ caseId: id }]);
    here.signIn('olga', 'Olga Officer', ['officer']);
    expect(await decisions()).toEqual([]);
  });

  it('keep what a newer version wrote and this one does not know', async () => {
    const { id } = await here.call('case.create', caseInput());
    office.settle();
    const [sent] = office.stream;
    const [entry] = sent?.body.entries ?? [];
    if (!sent || !entry) throw new Error('Nothing was sent.');
    const { id: other } = await here.call('case.create', caseInput({ title: 'Another' }));
    office.send(here);
    const last = office.stream.at(-1);
    const made = last?.body.entries[0];
    Object.assign(made ?? {}, { values: { ...(made as { values: object }).values, mood: 'grave' } });
    last?.body.entries.push({ entry: 'thought', text: 'later' });
    last?.body.entries.push({ ...entry, kind: 'submarine', id: here.newId() });
    office.pull(there);
    expect(await there.call('case.get', { id: other })).toMatchObject({ title: 'Another' });
    const kept = there.station.store.read.all<{ entry: string }>('SELECT entry FROM waiting_entries ORDER BY number');
    expect(kept.map((row) => row.entry)).toEqual([
      expect.stringContaining('"mood":"grave"'),
      expect.stringContaining('"thought"'),
      expect.stringContaining('"submarine"'),
    ]);
    expect(id).not.toBe(other);
  });

  it('understand after an update what was kept before it, and keep on what they still do not know', async () => {
    const { id } = await here.call('case.create', caseInput());
    await here.call('note.add', { caseId: id, body: 'Written by a newer version.' });
    await here.call('case.update', { id, version: 1, changes: { title: 'A newer title' } });
    office.send(here);
    const [made, noted, edited] = office.stream.map(({ body }) => body);
    const { title, ...older } =
      (made?.entries ?? []).flatMap((entry) => (isNewRecord(entry) ? [entry.values] : []))[0] ?? {};
    const kept = [
      { ...made?.entries[0], values: { title, mood: 'grave' } },
      noted?.entries[0],
      edited?.entries[0],
      { entry: 'thought' },
    ];
    Object.assign(made?.entries[0] ?? {}, { values: { ...older, title: 'Before' } });
    noted?.entries.splice(0, 1);
    edited?.entries.splice(0, 1);
    office.pull(there);
    there.transaction(({ tx }) => {
      kept.forEach((entry, place) => {
        const { workstationId: workstation } = here.station.identity;
        keepWaitingEntry(tx, { needs: A_NEWER_VERSION, entry: JSON.stringify(entry), workstation, place });
      });
    });
    expect(await there.call('case.notes', { id })).toEqual([]);
    const { store } = there.station;
    const update = (version: string) =>
      readKeptAgain(store, version, (tx) => ({ tx, now: 1, newId: () => there.newId() }));
    update('1.0.0');
    expect(await there.call('case.notes', { id })).toMatchObject([{ body: 'Written by a newer version.' }]);
    expect(await there.call('case.get', { id })).toMatchObject({ title: 'A newer title' });
    const left = () => entriesWaitingFor(store.read, A_NEWER_VERSION).map(({ entry }) => entry);
    expect(left()).toEqual([expect.stringMatching(/"values":\{"mood":"grave"\}/), '{"entry":"thought"}']);
    there.transaction(({ tx }) => {
      const { workstationId: workstation } = here.station.identity;
      keepWaitingEntry(tx, { needs: A_NEWER_VERSION, entry: JSON.stringify(kept[1]), workstation, place: 9 });
    });
    update('1.0.0');
    expect(left()).toHaveLength(3);
    update('1.1.0');
    expect(left()).toHaveLength(2);
  });

  it('take in what arrives before what it belongs to', async () => {
    const { id: caseId } = await here.call('case.create', caseInput());
    const { id: personId } = await here.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput() });
    await here.call('person.update', { id: personId, version: 1, changes: { familyName: 'Maren' } });
    office.send(here);
    office.stream.reverse();
    office.pull(there);
    expect(await there.call('person.get', { id: personId })).toMatchObject({ familyName: 'Maren' });
    expect(await there.call('case.get', { id: caseId })).toMatchObject({ counts: { persons: 1 } });
    expect(there.station.store.read.all('SELECT 1 FROM waiting_entries')).toEqual([]);
  });

  it('see every legal field in the matrix above', () => {
    expect(legalFields.every(([kind, field]) => isSharedFieldLegal(kind, field))).toBe(true);
    expect(legalFields).toHaveLength(21);
  });
});
