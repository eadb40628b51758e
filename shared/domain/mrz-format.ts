/** The five machine readable zones of ICAO 9303: TD1 (part 5), TD2 (part 6), TD3 (part 4), MRV-A and MRV-B (part 7). */
import { z } from 'zod';

export const mrzFormats = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'] as const;
export const mrzFormat = z.enum(mrzFormats);
export type MrzFormat = z.infer<typeof mrzFormat>;

/** A stretch of one line: [line, start, end), all from 0. */
export type MrzSpan = readonly [line: number, start: number, end: number];

export const mrzChecks = ['document-number', 'birth-date', 'expiry-date', 'personal-number', 'composite'] as const;
export const mrzCheckName = z.enum(mrzChecks);
export type MrzCheckName = z.infer<typeof mrzCheckName>;

export interface MrzLayout {
  readonly lines: number;
  readonly length: number;
  readonly documentCode: MrzSpan;
  readonly issuingState: MrzSpan;
  readonly documentNumber: MrzSpan;
  readonly nationality: MrzSpan;
  readonly birthDate: MrzSpan;
  readonly sex: MrzSpan;
  readonly expiryDate: MrzSpan;
  readonly names: MrzSpan;
  readonly optionalData: readonly MrzSpan[];
  /** Where each check digit stands and what it covers, in order. */
  readonly checks: Partial<Record<MrzCheckName, { readonly at: MrzSpan; readonly covers: readonly MrzSpan[] }>>;
  /** A number of more than nine characters runs on into the optional data (9303-5 and -6, note j). */
  readonly longNumberIn: MrzSpan | null;
}

/** Lower lines of TD2, TD3 and the visas begin alike. */
function twoLineLayout(length: number, optional: MrzSpan): Omit<MrzLayout, 'checks' | 'longNumberIn'> {
  return {
    lines: 2,
    length,
    documentCode: [0, 0, 2],
    issuingState: [0, 2, 5],
    names: [0, 5, length],
    documentNumber: [1, 0, 9],
    nationality: [1, 10, 13],
    birthDate: [1, 13, 19],
    sex: [1, 20, 21],
    expiryDate: [1, 21, 27],
    optionalData: [optional],
  };
}

const twoLineChecks: MrzLayout['checks'] = {
  'document-number': { at: [1, 9, 10], covers: [[1, 0, 9]] },
  'birth-date': { at: [1, 19, 20], covers: [[1, 13, 19]] },
  'expiry-date': { at: [1, 27, 28], covers: [[1, 21, 27]] },
};

function twoLineComposite(end: number): MrzLayout['checks'] {
  return {
    composite: {
      at: [1, end, end + 1],
      covers: [
        [1, 0, 10],
        [1, 13, 20],
        [1, 21, end],
      ],
    },
  };
}

export const mrzLayouts: Record<MrzFormat, MrzLayout> = {
  TD1: {
    lines: 3,
    length: 30,
    documentCode: [0, 0, 2],
    issuingState: [0, 2, 5],
    documentNumber: [0, 5, 14],
    birthDate: [1, 0, 6],
    sex: [1, 7, 8],
    expiryDate: [1, 8, 14],
    nationality: [1, 15, 18],
    names: [2, 0, 30],
    optionalData: [
      [0, 15, 30],
      [1, 18, 29],
    ],
    longNumberIn: [0, 15, 30],
    checks: {
      'document-number': { at: [0, 14, 15], covers: [[0, 5, 14]] },
      'birth-date': { at: [1, 6, 7], covers: [[1, 0, 6]] },
      'expiry-date': { at: [1, 14, 15], covers: [[1, 8, 14]] },
      composite: {
        at: [1, 29, 30],
        covers: [
          [0, 5, 30],
          [1, 0, 7],
          [1, 8, 15],
          [1, 18, 29],
        ],
      },
    },
  },
  TD2: {
    ...twoLineLayout(36, [1, 28, 35]),
    longNumberIn: [1, 28, 35],
    checks: { ...twoLineChecks, ...twoLineComposite(35) },
  },
  TD3: {
    ...twoLineLayout(44, [1, 28, 42]),
    longNumberIn: null,
    checks: {
      ...twoLineChecks,
      'personal-number': { at: [1, 42, 43], covers: [[1, 28, 42]] },
      ...twoLineComposite(43),
    },
  },
  'MRV-A': { ...twoLineLayout(44, [1, 28, 44]), longNumberIn: null, checks: twoLineChecks },
  'MRV-B': { ...twoLineLayout(36, [1, 28, 36]), longNumberIn: null, checks: twoLineChecks },
};

/** The format of lines that all have the same right length, or null. */
export function mrzFormatOf(lines: readonly string[]): MrzFormat | null {
  const visa = lines[0]?.startsWith('V') ?? false;
  const found = mrzFormats.find((format) => {
    const layout = mrzLayouts[format];
    const fits = lines.length === layout.lines && lines.every((line) => line.length === layout.length);
    return fits && (layout.lines === 3 || visa === format.startsWith('MRV'));
  });
  return found ?? null;
}

export function sliceMrz(lines: readonly string[], [line, start, end]: MrzSpan): string {
  return (lines[line] ?? '').slice(start, end);
}
