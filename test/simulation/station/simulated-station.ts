import { type Core, createCore } from '#core/core.ts';
import type { ReadDb, Store } from '#core/store/database.ts';
import { startSync } from '#core/sync/start-sync.ts';
import { TransportError } from '#core/sync/transport.ts';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Dice } from '../dice.ts';
import type { Line } from '../network.ts';
import type { Trace } from '../trace.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { ChosenInMemory } from './chosen.ts';
import { ACCOUNT, coreParts, simulatedProcess } from './core-parts.ts';
import type { MountedDisk, SimulatedDisk } from './simulated-disk.ts';

export interface StationParts {
  readonly name: string;
  readonly bureau: string;
  readonly disk: SimulatedDisk;
  readonly line: Line;
  readonly dice: Dice;
  readonly time: VirtualTime;
  readonly trace: Trace;
}

interface Running {
  readonly core: Core;
  readonly mount: MountedDisk;
  readonly files: ChosenInMemory;
  isAlive: boolean;
  /** It died at a call of the disk as the power went. */
  diesWithPower: boolean;
  store: Store | null;
}

/** What a call met when its process ended before it could answer: nobody knows whether it was done. */
export const NO_ANSWER: AppError = { code: 'unexpected', params: { why: 'the process ended' } };

/** One workstation: a machine with a disk and a clock, on which one process of the real core runs at a time. */
export class SimulatedStation {
  /** What its clock shows beyond the true time. Milliseconds. */
  clockOff = 0;
  /** The hub takes nothing from it any more, for good: nobody waits for what it has. */
  isRevoked = false;
  /** Whether the hub knows it. */
  isEnrolled = true;
  /** Its disk was put back to an older copy: what waits here may have left. */
  isOlderCopy = false;
  readonly name: string;
  readonly bureau: string;
  #running: Running | null = null;
  #processes = 0;
  #calls = 0;

  constructor(private readonly parts: StationParts) {
    this.name = parts.name;
    this.bureau = parts.bureau;
  }

  get disk(): SimulatedDisk {
    return this.parts.disk;
  }

  get line(): Line {
    return this.parts.line;
  }

  /** Null while no process runs, or none that has opened the store. */
  get store(): Store | null {
    return this.#running?.store ?? null;
  }

  /** What its clock shows. Milliseconds since 1970. */
  get clockTime(): number {
    return this.parts.time.now + this.clockOff;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Starts the program, and the officer signs in. */
  async start(): Promise<void> {
    if (this.#running) return;
    const running = this.#begin();
    this.#running = running;
    const { username, passphrase } = ACCOUNT;
    const answer = await this.call('session.unlock', { username, passphrase });
    if (!answer.ok && this.#running === running) {
      this.note(`does not open: ${answer.error.code} ${JSON.stringify(answer.error.params ?? {})}`);
      this.#drop();
    }
  }

  /** The program ends in order, as when its person locks the workstation. */
  stop(): void {
    this.#running?.core.close();
    this.#drop();
  }

  /** The process ends without warning; with the power goes what the disk has not been told to keep. */
  kill(powerCut: boolean): void {
    this.#drop();
    if (powerCut) this.disk.cutPower();
  }

  /** The process ends at the n-th change of the disk from now, and with it, perhaps, the power. */
  killAtDiskCall(number: number, powerCut: boolean, onDied: () => void): void {
    const running = this.#running;
    if (!running) return;
    running.mount.diesAfter = number;
    running.mount.onDeath = () => {
      running.isAlive = false;
      running.diesWithPower = powerCut;
      this.note(`dies in the middle of a change of the disk${powerCut ? ', with the power' : ''}`);
      this.parts.time.after(0, () => {
        if (this.#running === running) this.#drop();
        onDied();
      });
    };
  }

  /** Whatever was to end the process, or the line, does not. */
  spare(): void {
    this.line.aim = null;
    if (this.#running) this.#running.mount.diesAfter = 0;
  }

  choose(name: string, bytes: Uint8Array): string {
    return this.#running?.files.choose(name, bytes) ?? '';
  }

  /** A file to write, chosen by the person; `take` is given what the process has written into it. */
  accept(take: (bytes: Uint8Array) => void): string {
    return this.#running?.files.accept(take) ?? '';
  }

  async call<M extends Method>(method: M, input: Input<M>): Promise<Result<Output<M>, AppError>> {
    const running = this.#running;
    if (!running) return err(NO_ANSWER);
    this.#calls += 1;
    const hooks = { signal: new AbortController().signal, progress: () => undefined };
    const reply = await running.core.handle({ id: this.#calls, method, input }, hooks);
    if (!running.isAlive) return err(NO_ANSWER);
    return reply.ok ? ok(reply.value as Output<M>) : err(reply.error);
  }

  note(what: string): void {
    this.parts.trace.note(this.name, what);
  }

  #begin(): Running {
    const { time, dice, line, disk } = this.parts;
    this.#processes += 1;
    const number = this.#processes;
    const mount = disk.mount();
    const isAlive = () => running.isAlive;
    const timers = { after: (ms: number, run: () => void) => time.after(ms, () => (isAlive() ? run() : undefined)) };
    const random = dice.fork();
    const clock = { now: () => this.clockTime };
    const log = {
      error: (what: string, error?: unknown) => isAlive() && this.note(`log: ${what} ${wordsOf(error)}`),
      info: () => undefined,
    };
    const unreachable = () => Promise.reject(new TransportError('offline'));
    const deps = coreParts({
      fs: mount,
      clock,
      random,
      log,
      processes: simulatedProcess(number, () => time.now),
      untrustedGet: unreachable,
      openTransport: () => line.connect(isAlive),
      openSync: (parts) => {
        running.store = parts.store;
        return startSync({
          ...parts,
          clock,
          random,
          log,
          timers,
          monotonicMs: () => time.now,
          openTransport: () => line.connect(isAlive),
        });
      },
    });
    const core = createCore(deps, () => undefined);
    const running: Running = { core, mount, files: deps.files, isAlive: true, diesWithPower: false, store: null };
    return running;
  }

  /** Nothing of the process goes on; what it held in memory is given back. */
  #drop(): void {
    const running = this.#running;
    this.#running = null;
    if (!running) return;
    running.isAlive = false;
    running.mount.kill();
    try {
      running.core.close();
    } catch {
      // A dead process cannot end in order, and need not.
    }
    // Before the next one starts, which may be at the same moment.
    if (running.diesWithPower) this.disk.cutPower();
  }
}

/** @throws Error where no process runs */
export function readOf({ store }: SimulatedStation): ReadDb {
  if (!store) throw new Error('The workstation does not run.');
  return store.read;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? `${error.name} ${error.message}` : '');
