import type { HubRequest, HubResponse } from '#core/sync/transport.ts';
import { createAdmin, ensureEpoch, type HubAdmin } from '#hub/services/administration.ts';
import { loadAuditSigner } from '#hub/services/audit-signer.ts';
import { loadAuthority } from '#hub/services/authority-store.ts';
import type { HubDeps } from '#hub/services/deps.ts';
import { openWakeCalls, readCall, type WakeReason } from '#hub/services/wake-calls.ts';
import { assembleHub } from '#hub/start-hub.ts';
import type { Database } from '#hub/store/database.ts';
import type { Clock, Random } from '#shared/lib/deps.ts';
import type { WakeMessage } from '#shared/protocol/wake.ts';
import { RouteTable, refusal } from './route-table.ts';

/** A database that can be put back to an earlier state. */
export interface RestorableDatabase extends Database {
  snapshot(): Uint8Array | Promise<Uint8Array>;
  restore(image: Uint8Array): void | Promise<void>;
}

/** The real hub but for its sockets: its services and routes on a database, one request after the other. */
export class SimulatedHub {
  readonly admin: HubAdmin;
  readonly caPem: string;
  /** The hub answers that it is busy, and does nothing. */
  isBusy = false;
  /** Told the code of a bureau whose workstations are called, and why. */
  onCall: (bureau: string, reason: WakeReason) => void = () => undefined;
  readonly #routes: RouteTable;

  private constructor(
    readonly database: RestorableDatabase,
    private readonly deps: HubDeps,
    /** Hears of nothing any more: the database outlives the hub, and would keep it and its whole world. */
    readonly close: () => Promise<void>,
  ) {
    this.admin = createAdmin(deps);
    this.caPem = deps.authority.certificatePem;
    this.#routes = new RouteTable(deps);
  }

  static async open(database: RestorableDatabase, clock: Clock, random: Random): Promise<SimulatedHub> {
    const authority = await loadAuthority({ random }, database, clock.now(), undefined);
    const auditSigner = await loadAuditSigner({ random }, database, authority, clock.now(), undefined);
    const base = { database, clock, random, authority, auditSigner };
    await ensureEpoch(base);
    const hubs: SimulatedHub[] = [];
    const notice = (payload: string) => {
      const { bureau, reason } = readCall(payload);
      for (const hub of hubs) hub.onCall(bureau, reason);
    };
    const wakeCalls = await openWakeCalls(database, 0);
    const stopListening = await database.listen('ncb_stream', notice, () => undefined);
    // Every call by itself, and no group longer than it has to: what is held together waits for the clock of the machine, not for that of the world.
    const deps = assembleHub(base, wakeCalls, { callsBundledFor: 0, groupsWaitFor: 0 });
    const close = async () => {
      await stopListening();
      await wakeCalls.close();
    };
    const hub = new SimulatedHub(database, deps, close);
    hubs.push(hub);
    return hub;
  }

  async answer(request: HubRequest, fingerprint: string | null): Promise<HubResponse> {
    if (this.isBusy) return refusal('busy', new Date(this.deps.clock.now()).toUTCString());
    return this.#routes.answer(request, fingerprint);
  }

  /** What the wake line says. */
  async wakeMessage(type: WakeMessage['type'], bureau: string): Promise<string> {
    const message: WakeMessage = { type, ...(await this.deps.streamEnds(bureau)) };
    return JSON.stringify(message);
  }
}
