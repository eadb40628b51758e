import { describe, expect, it } from 'vitest';
import { suggestRepairs } from '#shared/domain/mrz-repair.ts';

const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
const today = '2026-11-23';
const misread = (from: string, to: string) => `${upper}\n${lower.replace(from, to)}`;

describe('repairs of a misread zone', () => {
  it('has nothing to offer where every check digit holds', () => {
    expect(suggestRepairs(`${upper}\n${lower}`, today)).toEqual([]);
  });

  it.each([
    ['L898902C3', 'L8989O2C3', 'document number, O for 0'],
    ['L898902C3', 'LB98902C3', 'document number, B for 8'],
    ['L898902C3', '189B902C3', 'document number, two at once'],
    ['7408122', '74O8I22', 'birth date, letters among digits'],
    ['1204159', '12041S9', 'expiry date, S for 5'],
    ['ZE184226B', '2E184226B', 'personal number, 2 for Z'],
    ['ZE184226B', 'ZE18422G8', 'personal number, G for 6 and 8 for B'],
    ['UTO', 'UT0', 'nationality, 0 for O'],
  ])('%s read as %s is put right (%s)', (from, to) => {
    const repairs = suggestRepairs(misread(from, to), today);
    expect(repairs.map((repair) => repair.reading.lines[1]?.replaceAll('G', '6'))).toContain(lower);
    expect(repairs.every((repair) => repair.reading.checks.every((check) => check.holds))).toBe(true);
  });

  it('puts the repair with the fewest changes first', () => {
    const repairs = suggestRepairs(misread('L898902C3', 'LB98902C3'), today);
    const sizes = repairs.map((repair) => repair.changes.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(repairs[0]?.changes).toEqual([{ line: 1, column: 1, from: 'B', to: '8' }]);
  });

  it('turns digits in names back into letters', () => {
    const repairs = suggestRepairs(`${upper.replace('ERIKSSON', 'ER1K55ON')}\n${lower}`, today);
    expect(repairs[0]?.reading.surname).toBe('ERIKSSON');
  });

  it('offers nothing for text of the wrong shape', () => {
    expect(suggestRepairs('P<UTO', today)).toEqual([]);
  });
});
