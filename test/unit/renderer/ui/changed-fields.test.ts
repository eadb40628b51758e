import { describe, expect, test } from 'vitest';
import { changedFields, compareEdits } from '../../../../renderer/ui/changed-fields.ts';

const base = { title: 'A', priority: 'normal', tags: ['x'] };

describe('an edit on a version', () => {
  test('saves only the fields that were changed', () => {
    expect(changedFields(base, { title: 'B', priority: 'normal', tags: ['x'] })).toEqual({ title: 'B' });
    expect(changedFields(base, { ...base, tags: ['x', 'y'] })).toEqual({ tags: ['x', 'y'] });
    expect(changedFields(base, { ...base })).toEqual({});
  });

  test('meets another edit of the same field: both values are kept for a person to choose', () => {
    const found = compareEdits(base, { ...base, title: 'Theirs' }, { ...base, title: 'Mine' });
    expect(found).toEqual({ collisions: [{ field: 'title', theirs: 'Theirs', mine: 'Mine' }], parallel: [] });
  });

  test('meets another edit of other fields: nobody has to choose', () => {
    const found = compareEdits(base, { ...base, priority: 'high' }, { ...base, title: 'Mine' });
    expect(found).toEqual({ collisions: [], parallel: ['priority'] });
  });

  test('agrees with another edit that came to the same value', () => {
    const found = compareEdits(base, { ...base, title: 'Same' }, { ...base, title: 'Same' });
    expect(found).toEqual({ collisions: [], parallel: [] });
  });
});
