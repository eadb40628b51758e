import { noteMissing } from '#core/sharing/hand-over-wants.ts';
import { attachmentsOfMessage } from '#core/store/tables/attachments.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { confirmWorkstation } from '#core/store/tables/confirmed-workstations.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { handRecordsOver } from '#core/sync/hand-over-lane.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { caseInput } from './casework.ts';
import { type CoreStation, START } from './core-station.ts';
import { arrive } from './incoming.ts';
import { Office } from './office.ts';
import { systemRandom } from './vault.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
/** When the fourth has asked, and the others have read it. */
export const JOINED = START + 60 * MINUTE;

export const CASES = 12;
export const MESSAGES = 23;

export const photograph = {
  name: 'photograph.jpg',
  mediaType: 'image/jpeg',
  size: 20_000,
  sha256: 'ab'.repeat(32),
  blobId: '0192f3a0-0000-7000-8000-000000000001',
  contentKey: 'A'.repeat(43),
};

/** Four workstations of a bureau, the fourth of which joined after the hub had let go of the cases and messages that the others have. */
export class LateOffice {
  private constructor(
    readonly office: Office,
    readonly first: CoreStation,
    readonly second: CoreStation,
    readonly third: CoreStation,
    readonly late: CoreStation,
    /** The message that brought a photograph, whose content is not here. */
    readonly withPhotograph: string,
  ) {}

  static async open(): Promise<LateOffice> {
    const office = await Office.open(4);
    const [first, second, third, late] = office.stations;
    if (!first || !second || !third || !late) throw new Error('Four workstations');
    for (const core of office.stations) confirmEverybody(core, office);
    for (let number = 0; number < CASES; number += 1) await first.call('case.create', caseInput());
    const messages = Array.from({ length: MESSAGES }, () => first.newId());
    for (const core of [first, second, third])
      messages.forEach((envelopeId, index) => {
        arrive(core, { envelopeId, streamNumber: index + 1, body: { attachments: index === 0 ? [photograph] : [] } });
      });
    const world = new LateOffice(office, first, second, third, late, messages[0] ?? '');
    for (const core of world.others) office.send(core);
    for (const core of world.others) office.pull(core);
    late.transaction(({ tx }) => {
      putSyncState(tx, 'stream-cursor', String(office.stream.length));
      noteMissing(tx);
    });
    return world;
  }

  get others(): readonly CoreStation[] {
    return [this.first, this.second, this.third];
  }

  /** It says what it wants, and the others read it. */
  async ask(at = JOINED): Promise<void> {
    await this.round(this.late, at);
    this.office.send(this.late);
    for (const core of this.others) this.pullAt(core, at);
  }

  /** One round of the synchronisation at a workstation; nothing of what it queues goes yet. */
  async round(core: CoreStation, at: number, stopped = new AbortController().signal): Promise<void> {
    core.clock.at = at;
    const { store, identity } = core.station;
    const ctx = { store, identity, clock: core.clock, random: systemRandom, stopped } as unknown as SyncContext;
    await handRecordsOver(ctx);
  }

  /** The same, until somebody locks the workstation when so many pieces have been queued. Returns whether that was before the end. */
  async roundUntilLocked(core: CoreStation, at: number, pieces: number): Promise<boolean> {
    const locking = new AbortController();
    let left = pieces;
    const stopListening = core.station.store.onCommit(() => {
      left -= 1;
      if (left === 0) locking.abort();
    });
    const wasLocked = await this.round(core, at, locking.signal).then(
      () => false,
      () => locking.signal.aborted,
    );
    stopListening();
    return wasLocked;
  }

  pullAt(core: CoreStation, at: number): void {
    core.clock.at = at;
    this.office.pull(core);
  }

  queuedAt(core: CoreStation): number {
    return core.station.store.read.all("SELECT id FROM outbox WHERE kind = 'record-changes' AND state = 'waiting'")
      .length;
  }

  countAt(core: CoreStation, table: string): number | undefined {
    return core.station.store.read.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;
  }

  /** How many cases and how many messages are there. */
  hasAll(core: CoreStation): readonly (number | undefined)[] {
    return [this.countAt(core, 'cases'), this.countAt(core, 'messages')];
  }

  photographAt(core: CoreStation) {
    return attachmentsOfMessage(core.station.store.read, this.withPhotograph)[0];
  }

  /** What its audit trail has of handing over. */
  async auditAt(core: CoreStation) {
    const { rows } = await core.call('audit.list', { search: 'sync.records-' });
    return rows.map(({ method, subjectId, detail }) => ({ method, subjectId, ...(JSON.parse(detail) as object) }));
  }

  close(): void {
    this.office.close();
  }
}

const confirmEverybody = (core: CoreStation, { stations }: Office): void =>
  core.transaction(({ tx, now }) => {
    for (const { station } of stations)
      confirmWorkstation(tx, { id: station.identity.workstationId, deviceKey: '' }, 'Olaf Officer', now);
    keepBureauKey(tx, { keyId: 'A'.repeat(22), publicKey: 'A'.repeat(43), privateKey: '', since: START });
  });
