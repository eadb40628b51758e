import type { Dice } from './dice.ts';
import type { People } from './people.ts';
import type { SimulatedStation } from './station/simulated-station.ts';
import type { World } from './world/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const WEIGHTS = {
  'bad line': 20,
  partition: 14,
  'half a partition': 12,
  kill: 16,
  'kill in a change': 14,
  'kill at an answer': 14,
  'cut at an answer': 12,
  'full disk': 8,
  'older copy': 5,
  clock: 10,
  'hub down': 4,
  'hub busy': 4,
};
type Fault = keyof typeof WEIGHTS;

/** What the people at a workstation make of it. */
type Sufferers = Pick<People, 'haveSecondThoughts' | 'beginDoubt' | 'acceptOlderCopy'>;

/** What goes wrong in a simulated world, until it is healed. Each method says what it does in the trace. */
export class FaultMaker {
  constructor(
    private readonly world: World,
    private readonly dice: Dice,
    private readonly people: Sufferers,
  ) {}

  /** Something goes wrong now, and mostly mends by itself after a while. */
  async strike(): Promise<void> {
    const fault: Fault = this.dice.weighted(WEIGHTS);
    const station = this.dice.pick(this.world.stations);
    const lasts = this.dice.between(2, 180) * SECOND;
    switch (fault) {
      case 'bad line':
        return this.#badLine(station, lasts);
      case 'partition':
        return this.#partition(station, 'nothing', lasts);
      case 'half a partition':
        return this.#partition(station, this.dice.chance(0.5) ? 'answers' : 'requests', lasts);
      case 'kill':
        return this.#kill(station);
      case 'kill in a change':
        return this.#killInAChange(station);
      case 'kill at an answer':
        return this.#killAtAnswer(station);
      case 'cut at an answer':
        return this.#cutAtAnswer(station, lasts);
      case 'full disk':
        return this.#fullDisk(station, lasts);
      case 'older copy':
        return this.#putBack(station, lasts);
      case 'clock':
        return this.#setClock(station);
      case 'hub down':
        return this.#hubDown(lasts / 4);
      case 'hub busy':
        return this.#hubBusy(lasts / 4);
    }
  }

  #badLine(station: SimulatedStation, lasts: number): void {
    const { dice } = this;
    const weather = {
      loss: dice.unit() * 0.5,
      lostAnswers: dice.unit() * 0.5,
      duplicates: dice.unit() * 0.5,
      slowest: dice.between(500, 25_000),
    };
    Object.assign(station.line.weather, weather);
    station.note(
      `bad line: ${Object.entries(weather)
        .map(([name, value]) => `${name} ${Number(value.toFixed(2))}`)
        .join(', ')}`,
    );
    this.#later(lasts, () => this.#fair(station));
  }

  #partition(station: SimulatedStation, gets: 'nothing' | 'answers' | 'requests', lasts: number): void {
    station.line.weather.up = gets === 'requests';
    station.line.weather.down = gets === 'answers';
    station.note(gets === 'nothing' ? 'line cut' : `line half cut: only ${gets} pass`);
    if (!station.line.weather.down) station.line.breakWakes(this.dice.chance(0.5));
    this.#later(lasts, () => this.#fair(station));
  }

  #fair(station: SimulatedStation): void {
    station.line.heal();
    station.note('line good');
  }

  #kill(station: SimulatedStation): void {
    const powerCut = this.dice.chance(0.5);
    station.note(powerCut ? 'power cut' : 'killed');
    station.kill(powerCut);
    this.#startLater(station);
  }

  #killInAChange(station: SimulatedStation): void {
    station.killAtDiskCall(this.dice.between(1, 12), this.dice.chance(0.6), () => this.#startLater(station));
  }

  /** Among the first changes of the disk that the next answer leads to: between two that belong together, if there are two. */
  #killAtAnswer(station: SimulatedStation): void {
    const number = this.dice.between(1, 4);
    const powerCut = this.dice.chance(0.5);
    const at = this.dice.chance(0.7) ? 'page' : 'taken';
    const strike = () => {
      if (!this.world.isHealed) station.killAtDiskCall(number, powerCut, () => this.#startLater(station));
    };
    station.line.aim = { at, answer: 'arrives', strike };
  }

  /** Between the hub's commit and its answer; and before the line is good again, somebody may want back what was being sent. */
  #cutAtAnswer(station: SimulatedStation, lasts: number): void {
    const regretsAfter = this.dice.chance(0.6) ? this.dice.between(1, lasts) : null;
    const strike = () => {
      this.#partition(station, 'nothing', lasts);
      if (regretsAfter !== null) this.#later(regretsAfter, () => this.people.haveSecondThoughts(station));
    };
    station.line.aim = { at: 'taken', answer: 'lost', strike };
  }

  #fullDisk(station: SimulatedStation, lasts: number): void {
    station.disk.isFull = true;
    station.note('disk full');
    this.#later(lasts, async () => {
      station.disk.isFull = false;
      station.note('disk has room again');
      await this.world.restart(station);
    });
  }

  /** The whole disk is put back to how it is now, as a virtual machine is; after a while somebody lets it go on. */
  #putBack(station: SimulatedStation, lasts: number): void {
    // A machine has no copy from before it was enrolled that could go on.
    if (!station.isEnrolled) return;
    const files = station.disk.files();
    const doubt = this.people.beginDoubt(station);
    station.note('its disk is copied');
    this.#later(lasts, async () => {
      station.note('its disk is put back to the copy');
      station.kill(false);
      station.disk.replace(files);
      station.isOlderCopy = true;
      doubt();
      await this.world.ensureRunning(station);
      this.#later(this.dice.between(5, 90) * SECOND, () => this.people.acceptOlderCopy(station));
    });
  }

  #setClock(station: SimulatedStation): void {
    const { now } = this.world.time;
    const to = this.dice.pick(['a day back', 'a day ahead', '1970', '2099', 'right'] as const);
    const offs = {
      'a day back': -DAY,
      'a day ahead': DAY,
      1970: Date.parse('1970-01-01T00:10:00Z') - now,
      2099: Date.parse('2099-12-31T12:00:00Z') - now,
      right: 0,
    };
    station.clockOff = offs[to];
    station.note(`clock set: ${to}`);
  }

  #hubDown(lasts: number): void {
    const { network, trace } = this.world;
    network.isHubDown = true;
    network.restartHub();
    trace.note('hub', 'down');
    this.#later(lasts, () => {
      network.isHubDown = false;
      trace.note('hub', 'up');
    });
  }

  #hubBusy(lasts: number): void {
    const { hub, trace } = this.world;
    hub.isBusy = true;
    trace.note('hub', 'busy');
    this.#later(lasts, () => {
      hub.isBusy = false;
    });
  }

  #startLater(station: SimulatedStation): void {
    this.#later(this.dice.between(1, 60) * SECOND, () => this.world.ensureRunning(station));
  }

  #later(ms: number, mend: () => void | Promise<void>): void {
    this.world.time.after(ms, async () => {
      if (!this.world.isHealed) await mend();
    });
  }
}
