/** Finds the lines of a machine readable zone in text as it is pasted, read by OCR or typed by a reader. */
import { err, ok, type Result } from '../lib/result.ts';
import { readMrzChecks } from './mrz-check-digits.ts';
import { type MrzFormat, mrzFormatOf, mrzFormats, mrzLayouts } from './mrz-format.ts';

/** What had to be assumed about the text; shown beside the reading. */
export type MrzTextNote = 'fillers-added' | 'filler-misread' | 'spaces-as-fillers';

export interface MrzLines {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly notes: readonly MrzTextNote[];
}

export type MrzTextProblem =
  | { readonly kind: 'empty' }
  /** Characters that no machine readable zone holds. */
  | { readonly kind: 'characters'; readonly found: readonly string[] }
  /** Length of each line found; the formats say what was expected. */
  | {
      readonly kind: 'length';
      readonly found: readonly number[];
      readonly expected: readonly { readonly format: MrzFormat; readonly lines: number; readonly length: number }[];
    };

const expectedShapes = mrzFormats.map((format) => ({
  format,
  lines: mrzLayouts[format].lines,
  length: mrzLayouts[format].length,
}));

/**
 * Brings pasted text into lines of a known format: any case, any line breaks, spaces, full-width letters, `&lt;`, guillemets.
 * Lines that are all too short are refused: only the name line may have lost its last fillers.
 */
export function findMrzLines(text: string): Result<MrzLines, MrzTextProblem> {
  const plain = text
    .replaceAll('&lt;', '<')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[‹〈⟨≤]/g, '<')
    .trim();
  if (plain === '') return err({ kind: 'empty' });
  const foreign = [...new Set(plain.replace(/[A-Z0-9<«\s]/g, ''))];
  if (foreign.length > 0) return err({ kind: 'characters', found: foreign });
  const rows = plain
    .split(/[\r\n]+/)
    .map((row) => row.trim())
    .filter((row) => row !== '');
  const found = findLines(rows);
  if (found) return ok(found);
  return err({ kind: 'length', found: rows.map((row) => spelled(row, '<<').length), expected: expectedShapes });
}

/** One guillemet is two fillers to most OCR, one to some: what makes the length right decides. */
function spelled(row: string, guillemet: string, space = ''): string {
  return row.replaceAll('«', guillemet).replace(/\s/g, space);
}

function findLines(rows: readonly string[]): MrzLines | null {
  for (const [guillemet, space] of [
    ['<<', ''],
    ['<', ''],
    ['<<', '<'],
    ['<', '<'],
  ] as const) {
    const lines = rows.map((row) => spelled(row, guillemet, space));
    const shaped = withShape(lines);
    const usedSpaces = space === '<' && rows.some((row) => /\s/.test(row));
    if (shaped)
      return withoutMisreadFillers(usedSpaces ? { ...shaped, notes: [...shaped.notes, 'spaces-as-fillers'] } : shaped);
  }
  return null;
}

function withShape(lines: readonly string[]): MrzLines | null {
  const format = mrzFormatOf(lines);
  if (format) return { format, lines, notes: [] };
  return withPaddedNames(lines) ?? withOtherBreaks(lines);
}

function withPaddedNames(lines: readonly string[]): MrzLines | null {
  for (const { format, lines: count, length } of expectedShapes) {
    const row = mrzLayouts[format].names[0];
    const short = lines[row] ?? '';
    if (lines.length !== count || short.length >= length || short.length < 6) continue;
    const padded = lines.map((line, at) => (at === row ? line.padEnd(length, '<') : line));
    if (mrzFormatOf(padded) === format) return { format, lines: padded, notes: ['fillers-added'] };
  }
  return null;
}

/** Broken in other places, or not at all. Where breaks were there but wrong, only right check digits justify moving them. */
function withOtherBreaks(lines: readonly string[]): MrzLines | null {
  const all = lines.join('');
  for (const { lines: count, length } of expectedShapes) {
    if (all.length !== count * length) continue;
    const cut = Array.from({ length: count }, (_, at) => all.slice(at * length, (at + 1) * length));
    const format = mrzFormatOf(cut);
    const certain = lines.length === 1 || (format !== null && readMrzChecks(cut, format).every((check) => check.holds));
    if (format && certain) return { format, lines: cut, notes: [] };
  }
  return null;
}

/** A run of fillers at the end of the names in which a few were read as K (a filler and a K weigh the same in check digits). */
function withoutMisreadFillers(found: MrzLines): MrzLines {
  const row = mrzLayouts[found.format].names[0];
  const line = found.lines[row] ?? '';
  const tail = /<<[<K]{3,}$/.exec(line)?.[0] ?? '';
  const misread = tail.split('K').length - 1;
  if (misread === 0 || misread * 2 > tail.length || !/[A-Z]<<[A-Z]/.test(line.slice(0, -tail.length))) return found;
  const repaired = line.slice(0, -tail.length) + '<'.repeat(tail.length);
  return {
    ...found,
    lines: found.lines.map((one, at) => (at === row ? repaired : one)),
    notes: [...found.notes, 'filler-misread'],
  };
}
