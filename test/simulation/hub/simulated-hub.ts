import type { HubRequest, HubResponse } from '#core/sync/transport.ts';
import { createAdmin, ensureEpoch, type HubAdmin } from '#hub/services/administration.ts';
import { loadAuditSigner } from '#hub/services/audit-signer.ts';
import { loadAuthority } from '#hub/services/authority-store.ts';
import type { HubDeps } from '#hub/services/deps.ts';
import { openWakeCalls, readCall, type WakeReason } from '#hub/services/wake-calls.ts';
import { assembleHub } from '#hub/start-hub.ts';
import type { Database } from '#hub/store/database.ts';
import type { Clock, Random } from '#shared/lib/deps.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { LEAST_KEPT_DAYS } from '#shared/protocol/retention.ts';
import type { WakeMessage } from '#shared/protocol/wake.ts';
import { RouteTable, refusal } from './route-table.ts';

const DAY = 24 * 60 * 60 * 1000;

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

  /**
   * Lets go of the files that were brought, and fetched by every other bureau addressed, before an instant: by its own rules, and, where
   * `inside`, of those that a bureau keeps for itself as well, as if 400 days had passed. How many chunks.
   */
  async letGoOfFiles(keptMs: number, inside: boolean): Promise<number> {
    const { chunks } = await this.admin.tidy({ days: LEAST_KEPT_DAYS, blobDays: keptMs / DAY });
    if (!inside) return chunks;
    const before = toInstant(this.deps.clock.now() - keptMs);
    const others = await this.database.query(
      `delete from blob_chunks c where c.uploaded_at < $1 and not exists (select 1 from blob_readers r
         where r.owner = c.bureau and r.blob_id = c.blob_id and r.bureau <> c.bureau
           and (r.fetched_at is null or r.fetched_at >= $1)) returning 1 as one`,
      [before],
    );
    return chunks + others.length;
  }

  /** What the wake line says. */
  async wakeMessage(type: WakeMessage['type'], bureau: string): Promise<string> {
    const message: WakeMessage = { type, ...(await this.deps.streamEnds(bureau)) };
    return JSON.stringify(message);
  }
}
