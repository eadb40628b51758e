import { createHash } from 'node:crypto';
import type { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { CrashDisk, EVERYTHING, type Luck, NOTHING, SECTOR_BYTES } from './crash-disk.ts';
import type { RecordingFileSystem } from './recording-file-system.ts';
import { numberBelow } from './seeded.ts';

export interface CrashState {
  readonly disk: MemoryFileSystem;
  /** The power went after this many recorded calls. */
  readonly calls: number;
  /** What reached the medium, in words that find the case again. */
  readonly what: string;
}

export interface CrashStateOptions {
  /** Random states tried after each call, besides the systematic ones. */
  readonly randomPerCall: number;
  /** With `false` only the two extremes and the random ones are tried after each call. */
  readonly systematic: boolean;
  readonly numbers: () => number;
}

/** Up to this many pending changes, each is tried alone and each is tried as the only one missing. */
const MOST_TRIED_SINGLY = 8;

/**
 * Every disk, each only once, that a power cut at any moment of the recording may leave: after each call the systematic
 * choices (nothing, everything, names without data, data without names, lengths without bytes, each change alone, all but
 * one, the last write torn at each end) and seeded random ones, which choose sector by sector.
 */
export function* crashStates(recording: RecordingFileSystem, options: CrashStateOptions): Generator<CrashState> {
  const disk = new CrashDisk(recording);
  let seen = new Set<string>();
  for (let calls = 0; calls <= recording.calls.length; calls += 1) {
    const before = seen;
    seen = new Set();
    for (const [what, luck] of choices(disk, options)) {
      const state = disk.afterPowerCut(luck);
      const print = fingerprint(state);
      if (!before.has(print) && !seen.has(print)) yield { disk: state, calls, what: `${what} of call ${calls}` };
      seen.add(print);
    }
    const next = recording.calls[calls];
    if (next) disk.apply(next);
  }
}

function* choices(disk: CrashDisk, options: CrashStateOptions): Generator<[string, Luck]> {
  yield ['everything', EVERYTHING];
  yield ['nothing', NOTHING];
  if (options.systematic) yield* systematicChoices(disk);
  for (let index = 0; index < options.randomPerCall; index += 1) {
    yield [`random choice ${index}`, randomLuck(options.numbers)];
  }
}

function* systematicChoices(disk: CrashDisk): Generator<[string, Luck]> {
  if (disk.pendingNames > 0) yield ['names without data', { ...NOTHING, name: () => true }];
  if (disk.pendingData === 0) {
    yield* namesSingly(disk.pendingNames);
    return;
  }
  yield ['data without names', { ...EVERYTHING, name: () => false }];
  yield ['lengths without bytes', { ...EVERYTHING, sector: () => false }];
  yield ['bytes without lengths', { ...EVERYTHING, length: (_change, from) => from }];
  yield* tornLastWrites();
  yield* dataSingly(disk.pendingData);
  yield* namesSingly(disk.pendingNames);
}

function* namesSingly(count: number): Generator<[string, Luck]> {
  if (count < 2 || count > MOST_TRIED_SINGLY) return;
  for (let one = 0; one < count; one += 1) {
    yield [`only name ${one}`, { ...EVERYTHING, name: (index) => index === one }];
    yield [`all but name ${one}`, { ...EVERYTHING, name: (index) => index !== one }];
  }
}

function* dataSingly(count: number): Generator<[string, Luck]> {
  if (count < 2 || count > MOST_TRIED_SINGLY) return;
  for (let one = 0; one < count; one += 1) {
    yield [`only change ${one}`, { ...EVERYTHING, sector: ({ index }) => index === one }];
    yield [`all but change ${one}`, { ...EVERYTHING, sector: ({ index }) => index !== one }];
  }
}

/** The last write of each file torn: what makes a journal's end hard to read. */
function* tornLastWrites(): Generator<[string, Luck]> {
  const torn = (written: (index: number, count: number) => boolean): Luck => ({
    ...EVERYTHING,
    sector: (change, { index, count }) => change.index < change.count - 1 || written(index, count),
  });
  yield ['first sector', torn((index) => index === 0)];
  yield ['all but the first sector', torn((index) => index > 0)];
  yield ['last sector', torn((index, count) => index === count - 1)];
  yield ['all but the last sector', torn((index, count) => index < count - 1)];
  yield ['first half', torn((index, count) => index < count / 2)];
  yield ['second half', torn((index, count) => index >= count / 2)];
  yield ['every second sector', torn((index) => index % 2 === 0)];
  yield ['half the growth', { ...EVERYTHING, length: (_change, from, to) => from + sectors((to - from) / 2) }];
}

/** Each thing is decided by itself, with a bias that differs from state to state. */
function randomLuck(numbers: () => number): Luck {
  const names = numbers();
  const sectorsWritten = numbers();
  const grows = numbers();
  return {
    name: () => numbers() < names,
    sector: () => numbers() < sectorsWritten,
    length: (_change, from, to) => {
      if (numbers() < grows) return to;
      return Math.min(to, from + sectors(numberBelow(numbers, to - from + 1)));
    },
  };
}

const sectors = (bytes: number): number => Math.floor(bytes / SECTOR_BYTES) * SECTOR_BYTES;

function fingerprint(disk: MemoryFileSystem): string {
  const hash = createHash('sha1');
  for (const path of [...disk.files.keys()].sort()) hash.update(path).update(disk.files.get(path) ?? '');
  return hash.digest('base64');
}
