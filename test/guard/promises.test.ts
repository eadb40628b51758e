import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const CELLS = ['id', 'promise', 'figure', 'proof', 'counts', 'seen'] as const;
type Row = Readonly<Record<(typeof CELLS)[number], string>>;

const rows: readonly Row[] = readFileSync(resolve(root, 'docs/promises.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-F]\d+ \|/.test(line))
  .map((line) => {
    const cells = line.split('|').slice(1, -1);
    if (cells.length !== CELLS.length) throw new Error(`Not six cells: ${line}`);
    return Object.fromEntries(CELLS.map((name, at) => [name, (cells[at] ?? '').trim()])) as Row;
  });

/** `path` › "title", or the path alone. */
const proofs = rows.flatMap(({ id, proof }) =>
  [...proof.matchAll(/`([^`]+)`(?: › "([^"]+)")?/g)].map(([, path = '', title]) => ({ id, path, title })),
);

/** The titles of the tests in a file, as they are written there. */
function titlesIn(path: string): string[] {
  const source = readFileSync(resolve(root, path), 'utf8');
  return [...source.matchAll(/\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])([\s\S]*?)\1/g)].map(
    ([, , title = '']) => title,
  );
}

describe('the table of promises', () => {
  it('has a row for every promise, once', () => {
    const range = (letter: string, ...numbers: number[]) => numbers.map((number) => `${letter}${number}`);
    expect(rows.map(({ id }) => id)).toEqual([
      ...range('A', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
      ...range('B', 1, 2, 3, 4, 5, 6),
      ...range('C', 1, 2, 3, 4, 5),
      ...range('D', 1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 16, 17, 18),
      ...range('E', 1, 2, 3, 4, 5, 6),
      ...range('F', 1, 2, 3, 4, 5),
    ]);
  });

  it('leaves no cell empty, and claims no figure without a proof', () => {
    for (const row of rows) {
      for (const cell of CELLS) expect(row[cell], `${row.id} ${cell}`).not.toBe('');
      if (row.proof === '—') expect(row.seen, row.id).toBe('—');
    }
  });

  it('names only files that exist', () => {
    expect(proofs.length).toBeGreaterThan(30);
    expect(proofs.filter(({ path }) => !existsSync(resolve(root, path)))).toEqual([]);
  });

  it('names only tests that exist, by their whole title', () => {
    const missing = proofs.filter(({ path, title }) => title !== undefined && !titlesIn(path).includes(title));
    expect(missing).toEqual([]);
  });

  it('would notice a title that is gone', () => {
    expect(titlesIn('test/guard/promises.test.ts')).toContain('would notice a title that is gone');
    expect(titlesIn('test/guard/promises.test.ts')).not.toContain('was never here');
  });
});
