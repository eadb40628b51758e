import { createHash } from 'node:crypto';

/** What happened in a simulated world, as lines a person can read; two runs of one seed have the same lines. */
export class Trace {
  readonly lines: string[] = [];
  readonly #hash = createHash('sha256');

  constructor(
    private readonly now: () => number,
    private readonly start: number,
  ) {}

  /** @param who a workstation, "hub" or "world" */
  note(who: string, what: string): void {
    const line = `${elapsed(this.now() - this.start)}  ${who.padEnd(5)}  ${what}`;
    this.lines.push(line);
    this.#hash.update(`${line}\n`);
  }

  /** SHA-256 of all lines so far. */
  hash(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** h:mm:ss.mmm */
function elapsed(ms: number): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${hours}:${pad(minutes)}:${pad(seconds)}.${pad(ms % 1000, 3)}`;
}
