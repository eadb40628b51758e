/** Smaller exchanges say how long the line takes to answer; larger ones how much it carries. Bytes. */
const TELLS_LATENCY = 1_200;
const TELLS_SPEED = 2_500;
/** What a line is taken to carry before it has shown it: 16 kbit/s. Bytes per millisecond. */
const UNKNOWN_SPEED = 2;
/** Slower than this nothing is planned for. Bytes per millisecond. */
const SLOWEST_SPEED = 0.25;
/** Narrower than this, 32 kbit/s (bytes per millisecond), or slower to answer (ms), a line has nothing to spare. */
const NARROW_SPEED = 4;
const NARROW_LATENCY_MS = 2_000;
/** A request may take so many times what the line has shown before it is given up. */
const PATIENCE = 4;
const NEW_SAMPLE_WEIGHT = 0.5;

/**
 * What the line to the hub carries, learnt from what was carried: so that a request is never larger than the line brings in time, and
 * is not given up while a slow line still carries it.
 */
export class LineSpeed {
  /** Averaged as time, not as speed: so one exchange is enough to see that a line has become narrow. */
  private msPerByte: number | null = null;
  private latencyMs: number | null = null;

  /** Takes down an exchange that ended well. @param bytes of question and answer together */
  note(bytes: number, ms: number): void {
    if (bytes < TELLS_LATENCY) this.latencyMs = Math.min(ms, mixed(this.latencyMs, ms));
    if (bytes < TELLS_SPEED) return;
    const carrying = Math.max(1, ms - (this.latencyMs ?? 0));
    this.msPerByte = mixed(this.msPerByte, carrying / bytes);
  }

  /** An exchange was given up: the line carries less than was thought, and less than this. */
  gaveUp(bytes: number, ms: number): void {
    this.msPerByte = 1 / Math.min(this.speed / 2, bytes / Math.max(1, ms));
  }

  /** How many bytes the line carries in so many milliseconds. */
  bytesIn(ms: number): number {
    return Math.round(this.speed * ms);
  }

  /** How long a request of so many bytes may be on its way before an answer has to begin (ms), beside what the hub needs. */
  patienceFor(bytes: number): number {
    return Math.round((PATIENCE * bytes) / this.speed + 2 * (this.latencyMs ?? 0));
  }

  /** It has shown that it carries too little for what could be left out as well. */
  get isNarrow(): boolean {
    const carriesLittle = this.msPerByte !== null && this.speed < NARROW_SPEED;
    return carriesLittle || (this.latencyMs ?? 0) > NARROW_LATENCY_MS;
  }

  private get speed(): number {
    return this.msPerByte === null ? UNKNOWN_SPEED : Math.max(SLOWEST_SPEED, 1 / this.msPerByte);
  }
}

const mixed = (before: number | null, now: number): number =>
  before === null ? now : before + (now - before) * NEW_SAMPLE_WEIGHT;
