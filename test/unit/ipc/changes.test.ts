import { describe, expect, it } from 'vitest';
import { contract } from '#shared/ipc/contract.ts';
import { shellContract } from '#shared/ipc/shell-contract.ts';

describe('an edit of one field', () => {
  it.each([
    ['case.update', contract['case.update'].input.shape.changes],
    ['person.update', contract['person.update'].input.shape.changes],
    ['document.update', contract['document.update'].input.shape.changes],
    ['vehicle.update', contract['vehicle.update'].input.shape.changes],
    ['settings.set', shellContract['settings.set'].input],
  ])('in %s says nothing about the others', (_method, changes) => {
    expect(changes.parse({})).toEqual({});
    const [name = ''] = Object.keys(changes.shape);
    expect(Object.keys(changes.parse({ [name]: undefined }))).toEqual([name]);
  });

  it('is still checked like the field itself', () => {
    const { changes } = contract['person.update'].input.shape;
    expect(changes.parse({ forename: '  Ilja ' })).toEqual({ forename: 'Ilja' });
    expect(changes.safeParse({ height: 900 }).success).toBe(false);
  });
});
