import { confirmWorkstation, noteKeyHolder } from '#core/store/tables/confirmed-workstations.ts';
import { addWorkstation } from '#hub/store/workstations.ts';
import type { Dice } from '../dice.ts';
import { type RestorableDatabase, SimulatedHub } from '../hub/simulated-hub.ts';
import { Network } from '../network.ts';
import { ACCOUNT } from '../station/core-parts.ts';
import { SimulatedDisk } from '../station/simulated-disk.ts';
import { SimulatedStation } from '../station/simulated-station.ts';
import { Trace } from '../trace.ts';
import { VirtualTime } from '../virtual-time.ts';
import { BUREAUS, type PreparedStation, type PreparedWorld, START } from './prepared-world.ts';

/** One hub and the workstations of one seed. */
export class World {
  readonly stations: SimulatedStation[] = [];
  isHealed = false;

  private constructor(
    readonly time: VirtualTime,
    readonly trace: Trace,
    readonly hub: SimulatedHub,
    readonly network: Network,
    readonly bureaus: readonly string[],
    private readonly dice: Dice,
    private readonly prepared: PreparedWorld,
  ) {}

  /** @param database holds the prepared hub already */
  static async open(prepared: PreparedWorld, database: RestorableDatabase, dice: Dice): Promise<World> {
    const time = new VirtualTime(START + 60_000);
    const trace = new Trace(() => time.now, time.now);
    const hub = await SimulatedHub.open(database, { now: () => time.now }, dice.fork());
    const network = new Network(time, dice.fork(), trace, hub);
    const bureaus = BUREAUS.slice(0, dice.between(2, 3));
    const world = new World(time, trace, hub, network, bureaus, dice, prepared);
    const most = bureaus.length === 2 ? 6 : 8;
    // Few more often than many: a seed of eight costs as much as three of three.
    const count = Math.min(dice.between(3, most), dice.between(3, most));
    for (const station of world.#chosen(prepared, count)) world.#add(station);
    return world;
  }

  /** Everybody begins, but for whoever joins later: the hub, and so everybody else, does not know of it yet. */
  async start(joinsLater: SimulatedStation | null): Promise<void> {
    for (const station of this.stations) {
      if (station === joinsLater) continue;
      await station.start();
      this.#acquaint(station, joinsLater);
    }
  }

  /** Where it was enrolled. */
  preparedOf({ name }: SimulatedStation): PreparedStation {
    const found = this.prepared.stations.find((station) => station.name === name);
    if (!found) throw new Error(`${name} was not prepared.`);
    return found;
  }

  /** The hub revokes it. */
  async revoke(station: SimulatedStation): Promise<void> {
    station.isRevoked = true;
    await this.hub.admin.revokeWorkstation(this.preparedOf(station).workstationId);
    this.trace.note('hub', `revokes ${station.name}`);
  }

  /** Of those that were revoked, whom a hub that was put back takes for active. */
  async revokeAgain(): Promise<void> {
    for (const station of this.stations.filter(({ isRevoked }) => isRevoked)) {
      const { workstationId } = this.preparedOf(station);
      const active = "select 1 from workstations where id = $1 and status = 'active'";
      if ((await this.hub.database.query(active, [workstationId])).length > 0) await this.revoke(station);
    }
  }

  /** Its people have compared the others of the bureau long since, and know that they hold its key. */
  #acquaint(station: SimulatedStation, stranger: SimulatedStation | null): void {
    const others = this.prepared.stations.filter(
      ({ name, bureau }) => bureau === station.bureau && name !== station.name && name !== stranger?.name,
    );
    station.store?.transaction((tx) => {
      for (const { workstationId: id, deviceKey, keyId } of others) {
        confirmWorkstation(tx, { id, deviceKey }, ACCOUNT.name, START);
        noteKeyHolder(tx, id, keyId);
      }
    });
  }

  async ensureRunning(station: SimulatedStation): Promise<void> {
    if (station.isRunning && !station.store?.status().readOnly) return;
    await this.restart(station);
  }

  async restart(station: SimulatedStation): Promise<void> {
    station.stop();
    station.note('starts');
    await station.start();
  }

  /** The hub learns of a workstation only later, as if it were enrolled in the middle, without the bureau's keys. Returns how it learns. */
  async leaveOut(station: SimulatedStation): Promise<() => Promise<void>> {
    const prepared = this.preparedOf(station);
    const { workstationId } = prepared;
    const [row] = await this.hub.database.query<Parameters<typeof addWorkstation>[1]>(
      `select id, bureau, signing_key as "signingKey", device_key as "deviceKey", device_key_id as "deviceKeyId",
              certificate_sha256 as "certificateSha256", certificate_until as "certificateUntil", enrolled_at as "enrolledAt"
         from workstations where id = $1`,
      [workstationId],
    );
    if (!row) throw new Error(`${station.name} is not enrolled.`);
    await this.hub.database.query('delete from workstations where id = $1', [workstationId]);
    station.disk.replace(prepared.filesWithoutKeys);
    station.isEnrolled = false;
    return async () => {
      await this.hub.database.transaction((tx) => addWorkstation(tx, row));
      station.isEnrolled = true;
    };
  }

  /** Every bureau has one workstation at least. */
  #chosen(prepared: PreparedWorld, count: number): PreparedStation[] {
    const ofBureau = (bureau: string) => prepared.stations.filter((station) => station.bureau === bureau);
    const firsts = this.bureaus.map((bureau) => ofBureau(bureau)[0]).filter((station) => station !== undefined);
    const others = this.bureaus.flatMap((bureau) => ofBureau(bureau).slice(1));
    return [...firsts, ...this.dice.some(others, Math.max(0, count - firsts.length))];
  }

  #add({ name, bureau, fingerprint, files }: PreparedStation): void {
    const { time, trace, dice } = this;
    const line = this.network.addLine(name, bureau, fingerprint);
    const disk = SimulatedDisk.of(files);
    this.stations.push(new SimulatedStation({ name, bureau, disk, line, dice: dice.fork(), time, trace }));
  }
}
