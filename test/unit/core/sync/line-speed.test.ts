import { describe, expect, it } from 'vitest';
import { LineSpeed } from '#core/sync/line-speed.ts';

/** 16 kbit/s, as bytes per millisecond. */
const NARROW = 2;

describe('what is known of the line', () => {
  it('is, before it has carried anything, that it may be as narrow as 16 kbit/s', () => {
    expect(new LineSpeed().bytesIn(10_000)).toBe(20_000);
  });

  it('is what it carried, without the time it takes to answer at all', () => {
    const line = new LineSpeed();
    line.note(600, 2_000);
    for (let exchange = 0; exchange < 8; exchange += 1) line.note(20_000, 2_000 + 20_000 / NARROW);
    expect(line.bytesIn(1_000)).toBeCloseTo(2_000, -1);
  });

  it('is seen after one exchange to have become narrow', () => {
    const line = new LineSpeed();
    for (let exchange = 0; exchange < 10; exchange += 1) line.note(1_000_000, 1_000);
    line.note(4_000, 2_000);
    expect(line.bytesIn(1_000)).toBeLessThan(4_100);
  });

  it('follows a line that becomes faster, and one that becomes slower', () => {
    const line = new LineSpeed();
    for (let exchange = 0; exchange < 10; exchange += 1) line.note(1_000_000, 1_000);
    expect(line.bytesIn(1_000)).toBeGreaterThan(900_000);
    for (let exchange = 0; exchange < 20; exchange += 1) line.note(4_000, 4_000);
    expect(line.bytesIn(1_000)).toBeLessThan(2_000);
  });

  it('is that it has nothing to spare once it carried little or answered late, and not before it has shown it', () => {
    const line = new LineSpeed();
    expect(line.isNarrow).toBe(false);
    line.note(600, 50);
    line.note(20_000, 100);
    expect(line.isNarrow).toBe(false);
    for (let exchange = 0; exchange < 8; exchange += 1) line.note(20_000, 20_000 / NARROW);
    expect(line.isNarrow).toBe(true);
    const late = new LineSpeed();
    late.note(600, 3_000);
    expect(late.isNarrow).toBe(true);
  });

  it('is less than what a request that was given up would have needed, but never nothing', () => {
    const line = new LineSpeed();
    for (let exchange = 0; exchange < 10; exchange += 1) line.note(1_000_000, 1_000);
    line.gaveUp(60_000, 30_000);
    expect(line.bytesIn(1_000)).toBe(2_000);
    line.gaveUp(600, 300);
    expect(line.bytesIn(1_000)).toBe(1_000);
    for (let exchange = 0; exchange < 20; exchange += 1) line.gaveUp(600, 20_000);
    expect(line.bytesIn(1_000)).toBe(250);
  });

  it('leaves a request several times as long as the line has shown to need', () => {
    const line = new LineSpeed();
    line.note(600, 2_000);
    for (let exchange = 0; exchange < 10; exchange += 1) line.note(20_000, 2_000 + 20_000 / NARROW);
    const needed = 1_048_576 / NARROW;
    expect(line.patienceFor(1_048_576)).toBeGreaterThan(3 * needed);
    expect(line.patienceFor(1_048_576)).toBeLessThan(6 * needed);
  });
});
