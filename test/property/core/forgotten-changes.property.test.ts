import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { fieldState } from '#core/sharing/field-state.ts';
import { placeInStream, type RecordChange } from '#core/store/tables/record-changes.ts';
import { mergeField } from '#shared/domain/field-changes/merge-field.ts';
import { fieldRule } from '#shared/domain/field-changes/shared-fields.ts';
import { isRecordChange } from '#shared/protocol/record-changes-body.ts';
import type { CoreStation } from '#test/helpers/core-station.ts';
import { Office } from '#test/helpers/office.ts';
import { officeStepsOf, takeStep } from '#test/helpers/office-steps.ts';
import { runs } from '#test/helpers/runs.ts';

/** Mostly edits of few records, and much that is read in between. */
const steps = officeStepsOf(
  [
    'newPerson',
    'linkPerson',
    'editPerson',
    'editPerson',
    'editCase',
    'editCase',
    'editCase',
    'moveCase',
    'decide',
    'send',
    'pull',
    'send',
    'pull',
  ],
  40,
  80,
);

/** Every edit that was ever made, in the order of the stream: nothing is let go of there. */
const everyChange = ({ stream }: Office): RecordChange[] =>
  stream.flatMap(({ from, body }, index) =>
    body.entries.flatMap((entry, part) => {
      if (!isRecordChange(entry)) return [];
      const { at, base, value, ...rest } = entry;
      const place = placeInStream(index + 1, part);
      return [{ ...rest, base, value, at: Date.parse(at), workstation: from, place }];
    }),
  );

const sameField = (a: RecordChange, b: RecordChange) => a.recordId === b.recordId && a.field === b.field;

const merged = (changes: readonly RecordChange[], of: RecordChange) => {
  const rule = fieldRule(of.kind, of.field);
  const state =
    rule &&
    mergeField(
      rule,
      changes.filter((one) => sameField(one, of)),
    );
  return state && { value: state.value, standing: state.standing, heads: state.heads.map(({ id }) => id) };
};

const shownAt = (core: CoreStation, of: RecordChange) => {
  const rule = fieldRule(of.kind, of.field);
  const state = rule && fieldState(core.station.store.read, rule, of.recordId, of.field);
  return state && { value: state.value, standing: state.standing, heads: state.heads.map(({ id }) => id) };
};

/** What the timeline of a case tells of edits of it that met, as who only looks on would tell it that forgets nothing. */
function toldOfAll(changes: readonly RecordChange[]): string[] {
  const disputed = new Set<string>();
  return changes.flatMap((change, index) => {
    const before = changes.slice(0, index);
    const field = `${change.recordId} ${change.field}`;
    const isConflict = merged([...before, change], change)?.standing === 'conflict';
    const isNew = isConflict && !disputed.has(field);
    if (isConflict) disputed.add(field);
    else disputed.delete(field);
    const met = before.filter(
      (one) =>
        one.recordId === change.recordId &&
        one.workstation !== change.workstation &&
        one.place > placeInStream(change.seen, 1023),
    );
    const tells = change.kind === 'case' && !change.decision && met.length > 0 && (!isConflict || isNew);
    if (!tells) return [];
    const fields = isNew ? [change.field] : [...new Set([...met.map((one) => one.field), change.field])];
    return [`${isNew ? 'conflict-found' : 'parallel-change'} ${change.recordId} ${fields.toSorted().join(',')}`];
  });
}

function toldAt(core: CoreStation): string[] {
  const events = core.station.store.read.all<{ kind: string; subject: string; data: string }>(
    `SELECT kind, subject_id AS subject, data FROM events
     WHERE kind IN ('parallel-change', 'conflict-found') AND subject_kind = 'case' ORDER BY rowid`,
  );
  return events.map(({ kind, subject, data }) => {
    const { fields } = JSON.parse(data) as { fields: string };
    return `${kind} ${subject} ${fields.split(',').toSorted().join(',')}`;
  });
}

it('whatever edits are let go of, each field is what all that were ever made make of it, and the same is told of them', async () => {
  let forgotten = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 3 }), steps, async (acting, all) => {
      const office = await Office.open(acting + 1);
      const onlooker = office.stations[acting] as CoreStation;
      try {
        await takeStep(office, [0, 'newCase', 0], acting);
        office.settle();
        for (const step of all) await takeStep(office, step, acting);
        office.settle();
        const changes = everyChange(office);
        for (const change of changes)
          for (const core of office.stations) expect(shownAt(core, change)).toEqual(merged(changes, change));
        expect(toldAt(onlooker)).toEqual(toldOfAll(changes));
        // The stream from its beginning once more, as after the hub was put back.
        const told = office.stations.map(toldAt);
        for (const core of office.stations) {
          core.transaction(({ tx }) => tx.run("DELETE FROM sync_state WHERE name = 'stream-cursor'"));
          office.pull(core);
          for (const change of changes) expect(shownAt(core, change)).toEqual(merged(changes, change));
        }
        expect(office.stations.map(toldAt)).toEqual(told);
        const read = onlooker.station.store.read;
        forgotten += read.get<{ count: number }>('SELECT count(*) AS count FROM forgotten_changes')?.count ?? 0;
      } finally {
        office.close();
      }
    }),
    { numRuns: runs(15, 300) },
  );
  expect(forgotten).toBeGreaterThan(0);
}, 600_000);
