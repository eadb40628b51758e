import {
  type HubRequest,
  type HubResponse,
  type HubTransport,
  TransportError,
  type WakeListener,
} from '#core/sync/transport.ts';
import type { WakeReason } from '#hub/services/wake-calls.ts';
import { Decisions, readOffer } from './decisions.ts';
import type { Dice } from './dice.ts';
import type { SimulatedHub } from './hub/simulated-hub.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How good one workstation's line to the hub is. */
export interface Weather {
  /** Whether anything reaches the hub, and whether anything comes back. */
  up: boolean;
  down: boolean;
  /** Shares of the requests that get lost, whose answer gets lost, and that arrive twice. */
  loss: number;
  lostAnswers: number;
  duplicates: number;
  /** The longest time on the way, one way. Milliseconds. */
  slowest: number;
}

export const FAIR: Weather = { up: true, down: true, loss: 0, lostAnswers: 0.01, duplicates: 0.01, slowest: 150 };

const TIMEOUT_MS = 20_000;
/** How long a second copy of a request may wander about. */
const WANDERS_MS = 90_000;
/** How soon a connection that hung notices that the line is back. */
const RESET_MS = 1_500;

interface Hanging {
  reject(error: unknown): void;
}

/** Something that is to happen at the next answer of one kind. */
export interface Aim {
  /** `taken`: the hub has decided about envelopes. `page`: it hands over a part of a stream that is not empty. */
  readonly at: 'taken' | 'page';
  /** lost: the answer gets lost, as the line does its worst. arrives: it gets there, and is followed by what strikes. */
  readonly answer: 'lost' | 'arrives';
  strike(): void;
}

/** A request of the batch that a test of replays keeps. */
export interface Offered {
  readonly who: string;
  readonly fingerprint: string;
  readonly request: HubRequest;
}

/** One machine's line to the hub, whatever process uses it. */
export class Line {
  weather: Weather = { ...FAIR };
  aim: Aim | null = null;
  readonly #hanging = new Set<Hanging>();
  readonly #wakes = new Set<Wake>();

  constructor(
    private readonly who: string,
    private readonly fingerprint: string,
    readonly bureau: string,
    private readonly network: Network,
  ) {}

  /** The line as one process uses it, as long as the process lives. */
  connect(isAlive: () => boolean): HubTransport {
    return {
      send: (request) => this.#send(request, isAlive),
      openWake: (_path, listener) => {
        const wake = new Wake(this, listener, isAlive, () => this.#wakes.delete(wake));
        this.#wakes.add(wake);
        this.network.openWake(this, wake);
        // The simulated hub takes no presence, and is told none.
        return { say: () => undefined, close: () => wake.end() };
      },
      close: () => undefined,
    };
  }

  /** The wake line dies of what happens to the line; half of the time nobody is told. */
  breakWakes(isTold: boolean): void {
    for (const wake of this.#wakes) wake.die(isTold);
  }

  /** The line is as it should be again, and what hung on it notices. */
  heal(): void {
    this.weather = { ...FAIR, lostAnswers: 0, duplicates: 0 };
    const { time, dice } = this.network;
    for (const hanging of this.#hanging)
      time.after(dice.between(1, RESET_MS), () => hanging.reject(new TransportError('offline')));
    for (const wake of this.#wakes) if (wake.isDead) time.after(dice.between(1, RESET_MS), () => wake.tellEnd());
  }

  wakesOf(): ReadonlySet<Wake> {
    return this.#wakes;
  }

  #send(request: HubRequest, isAlive: () => boolean): Promise<HubResponse> {
    const { time, dice } = this.network;
    return new Promise((resolve, reject) => {
      if (request.signal?.aborted) return reject(new DOMException('cancelled', 'AbortError'));
      let isSettled = false;
      const settle = (act: () => void) => {
        if (isSettled) return;
        isSettled = true;
        callOff();
        request.signal?.removeEventListener('abort', abort);
        this.#hanging.delete(hanging);
        if (isAlive()) act();
      };
      const hanging: Hanging = { reject: (error) => settle(() => reject(error)) };
      const deadline = request.silenceMs ?? TIMEOUT_MS;
      const callOff = time.after(deadline, () => hanging.reject(new TransportError('timeout')));
      const abort = () => hanging.reject(new DOMException('cancelled', 'AbortError'));
      request.signal?.addEventListener('abort', abort);
      const lost = (what: string) => {
        this.network.trace.note(this.who, `${what}: ${nameOf(request)}`);
        if (dice.chance(0.5))
          time.after(dice.between(1, RESET_MS), () => hanging.reject(new TransportError('offline')));
        else this.#hanging.add(hanging);
      };
      const { up, loss, duplicates } = this.weather;
      if (!up || dice.chance(loss)) return lost('request lost');
      if (dice.chance(duplicates)) {
        time.after(dice.between(1, WANDERS_MS), async () => {
          await this.#arrive(request, 'again');
        });
      }
      time.after(this.#delay(), async () => {
        const answer = await this.#arrive(request, '');
        if (!answer) return hanging.reject(new TransportError('offline'));
        const aim = this.#aimAt(request, answer);
        if (aim?.answer === 'lost') aim.strike();
        if (aim?.answer === 'lost' || !this.weather.down || dice.chance(this.weather.lostAnswers))
          return lost('answer lost');
        time.after(this.#delay(), () =>
          settle(() => {
            aim?.strike();
            resolve(answer);
          }),
        );
      });
    });
  }

  #arrive(request: HubRequest, how: string): Promise<HubResponse | null> {
    return this.network.arrive({ who: this.who, fingerprint: this.fingerprint, request }, how);
  }

  /** What was aimed at this answer, if anything was: it strikes once. */
  #aimAt({ path }: HubRequest, { status, body }: HubResponse): Aim | null {
    const { aim } = this;
    if (!aim || status >= 400 || !path.startsWith(aim.at === 'taken' ? '/v1/envelopes' : '/v1/stream')) return null;
    if (aim.at === 'page' && Buffer.from(body).includes('"items":[]')) return null;
    this.aim = null;
    return aim;
  }

  #delay(): number {
    return this.network.dice.between(5, this.weather.slowest);
  }
}

/** A connection on which the hub says "look now". */
export class Wake {
  isOpen = false;
  isDead = false;
  #isTold = false;

  constructor(
    readonly line: Line,
    private readonly listener: WakeListener,
    private readonly isAlive: () => boolean,
    private readonly forget: () => void,
  ) {}

  open(message: string): void {
    if (!this.isAlive() || this.isDead) return;
    this.isOpen = true;
    this.listener.onOpen();
    this.listener.onMessage(message);
  }

  say(message: string): void {
    if (this.isOpen && !this.isDead && this.isAlive()) this.listener.onMessage(message);
  }

  /** Closed by the workstation itself. */
  end(): void {
    this.isDead = true;
    this.tellEnd();
  }

  die(isTold: boolean): void {
    this.isDead = true;
    if (isTold) this.tellEnd();
  }

  tellEnd(): void {
    this.forget();
    if (this.#isTold) return;
    this.#isTold = true;
    if (this.isAlive()) this.listener.onClose();
  }
}

/** All lines to the hub. Every request that reaches it is one event, and is answered before the next. */
export class Network {
  readonly lines = new Map<string, Line>();
  /** The hub cannot be reached by anybody. */
  isHubDown = false;
  /** Whatever was on the way when the hub's history changed has died with its connection. */
  #hubLife = 1;
  /** Offers that reached the hub, for whoever wants to send them again. */
  readonly offers: Offered[] = [];
  readonly decisions = new Decisions();

  constructor(
    readonly time: VirtualTime,
    readonly dice: Dice,
    readonly trace: Trace,
    private readonly hub: SimulatedHub,
  ) {
    hub.onCall = (bureau, reason) => this.#callOut(bureau, reason);
  }

  addLine(who: string, bureau: string, fingerprint: string): Line {
    const line = new Line(who, fingerprint, bureau, this);
    this.lines.set(who, line);
    return line;
  }

  /** Every connection to the hub ends; what is still on the way to it never arrives. */
  restartHub(): void {
    this.#hubLife += 1;
    for (const line of this.lines.values()) line.breakWakes(true);
  }

  async arrive(offered: Offered, how: string, life = this.#hubLife): Promise<HubResponse | null> {
    const { who, request, fingerprint } = offered;
    if (this.isHubDown || life !== this.#hubLife) return null;
    const answer = await this.hub.answer(request, fingerprint);
    const [name, outcome] =
      request.path === '/v1/envelopes'
        ? this.#noteOffer(offered, answer)
        : [nameOf(request), outcomeOf(request, answer)];
    this.trace.note('hub', `${who} ${name}${how && ` (${how})`} → ${outcome}`);
    return answer;
  }

  #noteOffer(offered: Offered, answer: HubResponse): [string, string] {
    const seen = readOffer(offered.request, answer);
    this.offers.push(offered);
    this.decisions.note(offered.who, seen);
    return [nameOf(offered.request), answer.status >= 400 ? outcomeOf(offered.request, answer) : seen.codes.join(' ')];
  }

  openWake(line: Line, wake: Wake): void {
    this.time.after(this.dice.between(5, 300), async () => {
      if (this.isHubDown || !line.weather.up || !line.weather.down) return wake.die(true);
      wake.open(await this.hub.wakeMessage('hello', line.bureau));
    });
  }

  #callOut(bureau: string, reason: WakeReason): void {
    for (const line of this.lines.values()) {
      if (line.bureau !== bureau || !line.weather.down || this.dice.chance(line.weather.loss)) continue;
      for (const wake of line.wakesOf()) {
        this.time.after(this.dice.between(5, line.weather.slowest), async () =>
          wake.say(await this.hub.wakeMessage(reason, bureau)),
        );
      }
    }
  }
}

/** A request in a trace: identifiers are chance, and say nothing to a reader. */
function nameOf({ method, path, body }: HubRequest): string {
  const place = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…').replace(/&epoch=…/, '');
  const count = path === '/v1/envelopes' ? ` ×${(JSON.parse(String(body)) as { envelopes: [] }).envelopes.length}` : '';
  return `${method} ${place}${count}`;
}

function outcomeOf({ path }: HubRequest, { status, body }: HubResponse): string {
  return status >= 400 || path === '/v1/contact' ? `${status} ${summary(body)}` : String(status);
}

function summary(body: Uint8Array): string {
  const { error, standing, number, nextSequence } = JSON.parse(Buffer.from(body).toString('utf8')) as {
    error?: { code: string };
    standing?: string;
    number?: number;
    nextSequence?: number;
  };
  return error?.code ?? `${standing} ${number} next ${nextSequence}`;
}
