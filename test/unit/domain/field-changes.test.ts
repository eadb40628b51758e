import { describe, expect, it } from 'vitest';
import { type FieldChange, mergeField } from '#shared/domain/field-changes/merge-field.ts';
import {
  type EditableKind,
  editableKinds,
  fieldRule,
  sharedFields,
} from '#shared/domain/field-changes/shared-fields.ts';

/** Two edits of one field whose authors knew nothing of each other, in the order in which the hub took them over. */
function concurrent(base: unknown, first: unknown, second: unknown): readonly FieldChange[] {
  return [
    { id: 'first', base, value: first, parents: [], place: 1 },
    { id: 'second', base, value: second, parents: [], place: 2 },
  ];
}

const fieldsOfClass = (wanted: string): [EditableKind, string][] =>
  editableKinds.flatMap((kind) =>
    Object.entries(sharedFields[kind])
      .filter(([, rule]) => rule.class === wanted)
      .map(([field]): [EditableKind, string] => [kind, field]),
  );

const ruleOf = (kind: string, field: string) => {
  const rule = fieldRule(kind, field);
  if (!rule) throw new Error(`${kind}.${field} has no rule`);
  return rule;
};

/** What two people can do to a field at the same time: write it, empty it, put it back. */
const values = ['as it was', 'one value', 'another value', '', null, ['A'], ['A', 'B'], []];

/** Every pair of edits of a field that really change it. */
const pairs = values.flatMap((base) =>
  values
    .filter((value) => value !== base)
    .flatMap((first) => values.filter((value) => value !== base).map((second) => ({ base, first, second }))),
);

describe('two edits of one field whose authors knew nothing of each other', () => {
  it.each(fieldsOfClass('legal'))(
    'of the legal field %s.%s are a conflict in either order, both values kept',
    (kind, field) => {
      const different = pairs.filter(({ first, second }) => first !== second);
      for (const { base, first, second } of different) {
        const changes = concurrent(base, first, second);
        for (const arrived of [changes, changes.toReversed()]) {
          const state = mergeField(ruleOf(kind, field), arrived);
          expect(state?.standing).toBe('conflict');
          expect(state?.heads.map(({ value }) => value)).toEqual([first, second]);
        }
      }
      expect(different.length).toBe(336);
    },
  );

  it.each([...fieldsOfClass('plain'), ...fieldsOfClass('free-text')])(
    'of %s.%s are both kept for a person, and the one the hub had first is shown',
    (kind, field) => {
      for (const { base, first, second } of pairs.filter((pair) => pair.first !== pair.second)) {
        const changes = concurrent(base, first, second);
        const inOrder = mergeField(ruleOf(kind, field), changes);
        expect(mergeField(ruleOf(kind, field), changes.toReversed())).toEqual(inOrder);
        expect(inOrder).toMatchObject({ standing: 'conflict', value: first });
        expect(inOrder?.heads).toHaveLength(2);
      }
    },
  );

  it('that wrote the same agree, whatever the class', () => {
    for (const [kind, field] of [...fieldsOfClass('legal'), ...fieldsOfClass('plain'), ...fieldsOfClass('free-text')]) {
      const state = mergeField(ruleOf(kind, field), concurrent('before', 'same', 'same'));
      expect(state).toMatchObject({ standing: 'agreed', value: 'same' });
    }
  });

  it.each([
    { did: 'both add', first: ['a', 'x'], second: ['a', 'y'], merged: ['a', 'x', 'y'] },
    { did: 'one adds, one takes away', first: ['a', 'x'], second: [], merged: ['x'] },
    { did: 'both take the same away', first: [], second: [], merged: [] },
    { did: 'both add the same', first: ['a', 'x'], second: ['a', 'x'], merged: ['a', 'x'] },
    { did: 'one takes away, one leaves', first: [], second: ['a', 'y'], merged: ['y'] },
  ])('of a set come together when $did', ({ first, second, merged }) => {
    const changes = concurrent(['a'], first, second);
    for (const arrived of [changes, changes.toReversed()])
      expect(mergeField(ruleOf('person', 'aliases'), arrived)).toMatchObject({ value: merged, standing: 'merged' });
  });

  it('keep in a set what one adds again while another takes it away', () => {
    const changes: FieldChange[] = [
      { id: '1', base: ['a'], value: [], parents: [], place: 1 },
      { id: '2', base: [], value: ['a'], parents: ['1'], place: 2 },
      { id: '3', base: ['a'], value: [], parents: [], place: 3 },
    ];
    expect(mergeField({ class: 'set' }, changes)?.value).toEqual(['a']);
    const knowing = [...changes, { id: '4', base: ['a'], value: [], parents: ['2', '3'], place: 4 }];
    expect(mergeField({ class: 'set' }, knowing)?.value).toEqual([]);
  });

  it('of an append-only list both stand, each once', () => {
    const changes = concurrent(['a'], ['a', 'b'], ['a', 'c']);
    for (const arrived of [changes, changes.toReversed()])
      expect(mergeField({ class: 'append-only' }, arrived)?.value).toEqual(['a', 'b', 'c']);
  });

  it.each([
    { first: 'in-progress', second: 'closed', standing: 'merged', value: 'closed' },
    { first: 'closed', second: 'in-progress', standing: 'conflict', value: 'closed' },
    { first: 'suspended', second: 'in-progress', standing: 'merged', value: 'in-progress' },
    { first: 'closed', second: 'suspended', standing: 'conflict', value: 'closed' },
    { first: 'closed', second: 'closed', standing: 'agreed', value: 'closed' },
  ])('move a case to $first, then to $second: $standing', ({ first, second, standing, value }) => {
    const changes = concurrent('open', first, second);
    for (const arrived of [changes, changes.toReversed()])
      expect(mergeField(ruleOf('case', 'status'), arrived)).toMatchObject({ standing, value });
  });
});

describe('an edit that knew of another', () => {
  it('simply follows it', () => {
    const changes: FieldChange[] = [
      { id: 'second', base: 'b', value: 'c', parents: ['first'], place: 1 },
      { id: 'first', base: 'a', value: 'b', parents: [], place: 2 },
    ];
    expect(mergeField({ class: 'legal' }, changes)).toMatchObject({ value: 'c', standing: 'single' });
  });

  it('settles a conflict when it follows both sides, and two such decisions are a conflict again', () => {
    const sides = concurrent('a', 'b', 'c');
    const decision = { id: 'd', base: 'b', value: 'c', parents: ['first', 'second'], place: 3 };
    expect(mergeField({ class: 'legal' }, [...sides, decision])).toMatchObject({ value: 'c', standing: 'single' });
    const other = { ...decision, id: 'e', value: 'b', place: 4 };
    expect(mergeField({ class: 'legal' }, [decision, ...sides, other])?.standing).toBe('conflict');
  });
});

describe('a field that this build does not know', () => {
  it('has no rule, so that it is kept and not merged', () => {
    expect(fieldRule('case', 'somethingNew')).toBeNull();
    expect(fieldRule('submarine', 'title')).toBeNull();
    expect(fieldRule('case', 'constructor')).toBeNull();
  });
});
