import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#hub/store/database.ts';
import { newTestDatabase } from '#test/helpers/hub.ts';

describe('a list of JSON documents', () => {
  let database: Database;

  beforeAll(async () => {
    database = openDatabase(await newTestDatabase(), () => undefined, 1);
  });
  afterAll(() => database.close());

  const back = async (type: 'json' | 'jsonb', values: readonly unknown[]) => {
    const sql = `select value from unnest($1::${type}[]) with ordinality as given (value, place) order by place`;
    const rows = await database.query<{ value: unknown }>(sql, [values.map((value) => JSON.stringify(value))]);
    return rows.map(({ value }) => value);
  };

  it.each(['json', 'jsonb'] as const)('arrives as it was bound, as %s, empty lists included', async (type) => {
    // PostgreSQL's text holds no U+0000, and no half of a character.
    const text = fc.string({ unit: 'grapheme' }).filter((some) => !some.includes('\0'));
    const value = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text)));
    await fc.assert(
      fc.asyncProperty(fc.array(value), async (values) => {
        const plain = JSON.parse(JSON.stringify(values)) as unknown[];
        expect(await back(type, values)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps its place beside other values, and json its text as it stands', async () => {
    const sql =
      'select $1::text as before, (select document::text from unnest($2::json[]) document) as text, $3::int as after';
    const document = '{"b": "ü\\"\\\\ \u{1f6c2}",  "a": 1}';
    expect(await database.query(sql, ['x', [document], 7])).toEqual([{ before: 'x', text: document, after: 7 }]);
  });
});
