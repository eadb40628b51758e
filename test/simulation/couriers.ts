import type { Dice } from './dice.ts';
import type { SimulatedStation } from './station/simulated-station.ts';
import { told } from './told.ts';

/** A bundle on a stick, in somebody's pocket. */
interface Stick {
  /** As a trace calls it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly bureau: string;
  /** Whose work it carries, or whom the answers are for. */
  readonly station: string;
}

/** Copies that went wrong are tried as well. */
const CUT_SHORT = 0.15;

/**
 * People who carry bundles from one workstation of a bureau to another, and the answers back: late, twice, or only a part of them. What a
 * deed meets on the line is waited for by nobody, so that simulated time goes on.
 */
export class Couriers {
  readonly #outward: Stick[] = [];
  readonly #answers: Stick[] = [];
  #sticks = 0;

  constructor(private readonly dice: Dice) {}

  /** Somebody comes by: with answers for this workstation, with a colleague's bundle, or to fetch one. */
  async comeBy(station: SimulatedStation): Promise<void> {
    const answers = this.#answers.filter((stick) => stick.station === station.name);
    const ofColleagues = this.#outward.filter(
      (stick) => stick.bureau === station.bureau && stick.station !== station.name,
    );
    if (answers.length > 0 && this.dice.chance(0.6)) return this.#read(station, this.dice.pick(answers));
    if (ofColleagues.length > 0 && this.dice.chance(0.6)) return this.#read(station, this.dice.pick(ofColleagues));
    return this.#write(station);
  }

  async #write(station: SimulatedStation): Promise<void> {
    const name = this.#name();
    const token = station.accept((bytes) => this.#outward.push({ ...placeOf(station), name, bytes }));
    void station
      .call('bundle.write', { token })
      .then((answer) => told(station, `writes ${name}${answer.ok ? ` of ${answer.value.items} items` : ''}`, answer));
  }

  async #read(station: SimulatedStation, { name, bytes, station: author }: Stick): Promise<void> {
    const isCutShort = this.dice.chance(CUT_SHORT);
    const copy = isCutShort ? bytes.subarray(0, this.dice.between(0, bytes.length - 1)) : bytes;
    const token = station.choose(name, copy);
    void station.call('bundle.read', { token }).then((answer) => {
      told(station, `reads ${name} in${isCutShort ? ', of which a part is missing' : ''}`, answer);
      if (answer.ok && answer.value.kind === 'carried') this.#writeAnswers(station, answer.value.id, author);
    });
  }

  #writeAnswers(station: SimulatedStation, id: string, author: string): void {
    const name = this.#name();
    const { bureau } = station;
    const token = station.accept((bytes) => this.#answers.push({ bureau, station: author, name, bytes }));
    void station
      .call('bundle.write-answers', { id, token })
      .then((answer) => told(station, `writes the answers into ${name}`, answer));
  }

  #name(): string {
    this.#sticks += 1;
    return `stick ${this.#sticks}`;
  }
}

const placeOf = ({ name, bureau }: SimulatedStation) => ({ station: name, bureau });
