import { applyEntries } from '#core/sharing/apply-entries.ts';
import { FROM_THE_BEGINNING, mayHaveUnshared, type Offered, offerSome } from '#core/sharing/offer-existing.ts';
import { dueOutboxItems, updateOutboxItem } from '#core/store/tables/outbox.ts';
import { putSyncState, syncState } from '#core/store/tables/sync-state.ts';
import { putWorkstation, type WorkstationRecord } from '#core/store/tables/workstations.ts';
import { newId, type WorkstationId } from '#shared/lib/ids.ts';
import { type RecordChangesBody, recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { CoreStation, START } from './core-station.ts';
import { systemRandom } from './vault.ts';

interface InStream {
  readonly from: WorkstationId;
  readonly body: RecordChangesBody;
}

/** Several workstations of one bureau, each with a real store, and its stream as the hub would keep it: nothing goes but when a test says so. */
export class Office {
  readonly stream: InStream[] = [];

  private constructor(readonly stations: readonly CoreStation[]) {}

  /** @param know whether the workstations know of each other from the beginning */
  static async open(count: number, know = true): Promise<Office> {
    const ids = Array.from({ length: count }, (_, index) => workstation(index));
    const stations: CoreStation[] = [];
    for (const workstationId of ids) stations.push(await CoreStation.open({ workstationId }));
    const office = new Office(stations);
    if (know) office.introduce();
    return office;
  }

  /** The directory names every workstation of the bureau. */
  introduce(): void {
    for (const core of this.stations)
      core.transaction(({ tx }) => {
        for (const { station } of this.stations) putWorkstation(tx, directoryEntry(station.identity.workstationId));
      });
  }

  /** What waits in a workstation's outbox is taken over by the hub: all of it, or only the next item. */
  send(core: CoreStation, most = 10_000): void {
    const { store, identity } = core.station;
    let at: Offered | null = mayHaveUnshared(store.read, identity) ? FROM_THE_BEGINNING : null;
    while (at !== null) {
      const from: Offered = at;
      at = core.transaction((rec) => offerSome(rec, identity, from));
    }
    const due = [...dueOutboxItems(store.read, Number.MAX_SAFE_INTEGER, false)];
    const items = due.filter(({ kind }) => kind === 'record-changes');
    for (const item of items.slice(0, most)) {
      this.stream.push({ from: identity.workstationId, body: recordChangesBody.parse(JSON.parse(item.body ?? '')) });
      core.transaction(({ tx, now }) => updateOutboxItem(tx, item.id, { state: 'sent', sentAt: now }, now));
    }
  }

  /** A workstation reads what the stream has for it; its own comes back too. */
  pull(core: CoreStation): void {
    const after = Number(syncState(core.station.store.read, 'stream-cursor') ?? 0);
    core.transaction((rec) => {
      this.stream.slice(after).forEach(({ from, body }, index) => {
        applyEntries(rec, body, { workstation: from, streamNumber: after + index + 1 });
      });
      putSyncState(rec.tx, 'stream-cursor', String(this.stream.length));
    });
  }

  /** Everything goes everywhere. */
  settle(): void {
    for (const core of this.stations) this.send(core);
    for (const core of this.stations) this.pull(core);
  }

  close(): void {
    for (const core of this.stations) core.close();
  }
}

const directoryEntry = (id: WorkstationId): WorkstationRecord => ({
  id,
  bureau: 'UTO',
  signingKey: '',
  deviceKey: '',
  status: 'active',
  enrolledAt: START,
  revokedUnder: null,
});

const workstation = (index: number): WorkstationId =>
  newId({ clock: { now: () => START + index }, random: systemRandom }) as WorkstationId;

const CONTENT = [
  `SELECT id, reference, title, crime_area, status, priority, purpose, handling, marking, officer_id, description, created_by FROM cases ORDER BY id`,
  `SELECT id, family_name, forename, birth_name, aliases, sex, birth_date, birth_place, nationalities, height, eyes, hair, marks, cautions,
     identity_confirmed, mrz FROM persons ORDER BY id`,
  'SELECT id, number, type, issuing_country, holder_id, issue_date, expiry_date, remarks FROM documents ORDER BY id',
  'SELECT id, vin, plate, plate_country, engine_number, make, model, colour, year, remarks FROM vehicles ORDER BY id',
  'SELECT case_id, person_id, role FROM case_persons ORDER BY case_id, person_id',
  'SELECT case_id, document_id FROM case_documents ORDER BY case_id, document_id',
  'SELECT case_id, vehicle_id FROM case_vehicles ORDER BY case_id, vehicle_id',
  'SELECT id, case_id, body, at, author FROM notes ORDER BY id',
  'SELECT id, case_id, database, purpose, title, query, at, by, local_outcome, online_outcome, online_answered_at FROM checks WHERE case_id IS NOT NULL ORDER BY id',
  'SELECT record_id, field, record_kind FROM conflicts ORDER BY record_id, field',
  'SELECT id, record_id, field, base, value, parents, decision, author, workstation, place FROM record_changes ORDER BY id',
  `SELECT id, case_id, at, actor, kind, data FROM events WHERE kind NOT IN ('parallel-change', 'conflict-found', 'case-renumbered') ORDER BY id`,
  "SELECT kind, ref_id, case_id, title, CASE kind WHEN 'document' THEN '' ELSE detail END FROM search_documents ORDER BY kind, ref_id",
  'SELECT needs, entry FROM waiting_entries ORDER BY needs, entry',
] as const;

/** Everything about the shared records that is to be the same on every workstation. */
export const sharedContent = (core: CoreStation): string =>
  JSON.stringify(CONTENT.map((sql) => core.station.store.read.all(sql)));
