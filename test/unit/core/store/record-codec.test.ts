import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqlValue } from '#core/store/database.ts';
import { decodeRecord, RecordEncoder } from '#core/store/record-codec.ts';

const value = fc.oneof<fc.Arbitrary<SqlValue>[]>(
  fc.constant(null),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array(),
);

describe('a transaction in a record', () => {
  it('comes back with every statement and every value as it was', () => {
    const statement = fc.record({ sql: fc.constantFrom('A', 'B', 'C'), params: fc.array(value), changes: fc.nat() });
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const encoder = new RecordEncoder();
        for (const { sql, params, changes } of statements) encoder.add(sql, params, changes);
        expect([...decodeRecord(Uint8Array.from(encoder.finish()))]).toEqual(statements);
      }),
    );
  });

  it('holds each statement text once, however often it ran', () => {
    const once = new RecordEncoder();
    const often = new RecordEncoder();
    once.add('INSERT INTO cases VALUES (?)', [1], 1);
    for (let index = 0; index < 100; index += 1) often.add('INSERT INTO cases VALUES (?)', [1], 1);
    expect(often.finish().length).toBeLessThan(once.finish().length + 100 * 6);
  });
});
