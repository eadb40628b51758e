import { createHash } from 'node:crypto';
import { AuditChain } from '#core/audit-chain.ts';
import { isWaitingForKeys, ownCurrentKey } from '#core/bureau-keys/own-key.ts';
import { isKeyExposed } from '#core/bureau-keys/renewal.ts';
import type { ReadDb } from '#core/store/database.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { judgeFiles } from './file-invariants.ts';
import type { Ledger, SavedKind, SentMessage } from './ledger.ts';
import { markerOf } from './people.ts';
import type { Problem } from './problem.ts';
import { judgeShared } from './shared-records.ts';
import { readOf, type SimulatedStation } from './station/simulated-station.ts';
import { STRANGER } from './world/prepared-world.ts';
import type { World } from './world/world.ts';

interface Held {
  readonly marker: string;
  readonly direction: string;
  readonly conversation: string;
  readonly from: string;
  readonly to: string;
  readonly streamNumber: number | null;
  readonly body: string;
  readonly recipients: string;
  readonly files: string;
}

/** Everything a workstation holds of what bureaus sent each other. */
function heldBy(db: ReadDb): Held[] {
  const rows = db.all<Omit<Held, 'marker'> & { subject: string }>(
    `SELECT m.subject, m.direction, m.conversation_id AS conversation, m.from_bureau AS "from", m.to_bureaus AS "to",
       m.stream_number AS streamNumber, m.body,
       (SELECT group_concat(bureau || ':' || state, ',') FROM
          (SELECT bureau, CASE WHEN state IN ('delivered', 'read') THEN state ELSE 'sent' END AS state
           FROM message_recipients WHERE message_id = m.id ORDER BY bureau)) AS recipients,
       (SELECT group_concat(digest, ',') FROM
          (SELECT a.digest FROM message_attachments l JOIN attachments a ON a.id = l.attachment_id
           WHERE l.message_id = m.id ORDER BY a.digest)) AS files
     FROM messages m ORDER BY m.stream_number, m.id`,
  );
  return rows.map(({ subject, ...row }) => ({ ...row, marker: markerOf(subject) }));
}

/** Whether everything the people were told is true, everywhere. */
export async function judge(world: World, ledger: Ledger): Promise<Problem[]> {
  const running = world.stations.filter(({ store, isRevoked }) => store !== null && !isRevoked);
  const revoked = world.stations.filter(({ isRevoked }) => isRevoked).map(({ name }) => name);
  // Of what a revoked workstation had not sent nobody knows whether the hub took it over before.
  const sent = ledger.sent.map((message) =>
    revoked.includes(message.station) ? { ...message, isInDoubt: true } : message,
  );
  const held = new Map(running.map((station) => [station, heldBy(readOf(station))]));
  return [
    ...sent.flatMap((message) => judgeMessage(message, held)),
    ...judgeSaved(running, ledger),
    ...judgeTakenIn(running),
    ...judgeShared(running),
    ...judgeOrder(ledger, held),
    ...sent.flatMap((message) => judgeDelivery(message, running)),
    ...judgeKeys(running),
    ...judgeAgreement(held),
    ...judgeChecks(running, ledger),
    ...(await judgeAudits(world, running)),
    ...(await judgeFiles(world, running, ledger)),
    ...(await judgeNumbers(world)),
    ...world.network.decisions.contradictions.map((what) => ({ kind: 'duplicated', what }) as const),
  ];
}

type HeldEverywhere = ReadonlyMap<SimulatedStation, readonly Held[]>;

function judgeMessage(message: SentMessage, held: HeldEverywhere): Problem[] {
  const { marker } = message;
  const problems: Problem[] = [];
  for (const [station, rows] of held) {
    const copies = rows.filter((row) => row.marker === marker);
    const expected = expectedCopies(message, station);
    const where = `${marker} of ${message.station} at ${station.name}`;
    if (copies.length > expected) problems.push({ kind: 'duplicated', what: `${where}: ${copies.length} times` });
    if (copies.length < expected && !message.isInDoubt) problems.push({ kind: 'lost', what: `${where}: not there` });
    if (copies.length === 1 && expected === 1 && message.file && copies[0]?.files !== message.file)
      problems.push({ kind: 'lost', what: `${where}: its file is ${copies[0]?.files}` });
  }
  return problems;
}

/** The author has it; so have all workstations of its bureau and of the addressees, unless it never left. */
function expectedCopies(message: SentMessage, station: SimulatedStation): number {
  if (station.name === message.station) return 1;
  if (message.isWithdrawn || message.to.includes(STRANGER)) return 0;
  return message.to.includes(station.bureau) || message.bureau === station.bureau ? 1 : 0;
}

/** Every bureau that has a message has told its author so, whichever of its workstations did. */
function judgeDelivery(message: SentMessage, stations: readonly SimulatedStation[]): Problem[] {
  const { marker, isWithdrawn, isInDoubt } = message;
  const author = stations.find(({ name }) => name === message.station);
  if (!author || isWithdrawn || isInDoubt || message.to.includes(STRANGER)) return [];
  const waiting = readOf(author).all<{ bureau: string; state: string }>(
    `SELECT r.bureau, r.state FROM message_recipients r JOIN messages m ON m.id = r.message_id
     WHERE m.subject LIKE ? AND m.direction = 'out' AND r.state NOT IN ('delivered', 'read')`,
    [`% ${marker}`],
  );
  return waiting.map(({ bureau, state }) => ({
    kind: 'lost',
    what: `the receipt of ${bureau} for ${marker} of ${message.station}, which is ${state}`,
  }));
}

/** What was saved at one workstation is at every one of its bureau, once. */
function judgeSaved(stations: readonly SimulatedStation[], { saved }: Ledger): Problem[] {
  const bureauOf = new Map(stations.map(({ name, bureau }) => [name, bureau]));
  return saved.flatMap(({ station, kind, marker, isInDoubt = false }) =>
    stations
      .filter(({ bureau }) => bureau === bureauOf.get(station))
      .flatMap((where): Problem[] => {
        const copies = readOf(where).all(SAVED[kind], [`% ${marker}`]).length;
        if (copies === 1 || (copies === 0 && isInDoubt)) return [];
        const what = `${kind} ${marker}, saved at ${station}, is ${copies} times at ${where.name}`;
        return [{ kind: copies === 0 ? 'lost' : 'duplicated', what }];
      }),
  );
}

const SAVED: Readonly<Record<SavedKind, string>> = {
  case: 'SELECT 1 FROM cases WHERE title LIKE ?',
  note: 'SELECT 1 FROM notes WHERE body LIKE ?',
  file: 'SELECT 1 FROM attachments WHERE message_id IS NULL AND name LIKE ?',
  person: 'SELECT 1 FROM persons WHERE birth_place LIKE ?',
  document: 'SELECT 1 FROM documents WHERE number LIKE ?',
  vehicle: 'SELECT 1 FROM vehicles WHERE plate LIKE ?',
};

/** Nothing that could be opened failed to be written down: it would only be set aside for a person. */
function judgeTakenIn(stations: readonly SimulatedStation[]): Problem[] {
  return stations.flatMap((station) =>
    readOf(station)
      .all<{ number: number; from: string }>(
        `SELECT stream_number AS number, from_bureau AS "from" FROM unreadable_envelopes WHERE reason = 'not-taken-in'`,
      )
      .map(({ number, from }): Problem => {
        return { kind: 'lost', what: `${station.name} could not write down number ${number}, from ${from}` };
      }),
  );
}

/** What one workstation wrote in one conversation stands in each stream in the order in which it was written. */
function judgeOrder({ sent }: Ledger, held: HeldEverywhere): Problem[] {
  const problems: Problem[] = [];
  for (const [station, rows] of held) {
    const numbers = new Map(rows.map((row) => [row.marker, row.streamNumber]));
    const last = new Map<string, { marker: string; number: number }>();
    for (const message of sent) {
      const number = numbers.get(message.marker);
      if (message.wasResent || message.isWithdrawn || message.isInDoubt || !number) continue;
      const key = `${message.station} ${message.conversation}`;
      const before = last.get(key);
      if (before && before.number > number)
        problems.push({ kind: 'diverged', what: `${station.name}: ${message.marker} stands before ${before.marker}` });
      last.set(key, { marker: message.marker, number });
    }
  }
  return problems;
}

/** Workstations of one bureau have seen the same stream, and hold the same. */
function judgeAgreement(held: HeldEverywhere): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, { station: SimulatedStation; rows: readonly Held[] }>();
  for (const [station, all] of held) {
    const rows = all.filter(({ streamNumber }) => streamNumber !== null);
    const other = first.get(station.bureau);
    if (!other) first.set(station.bureau, { station, rows });
    else if (hashOf(rows) !== hashOf(other.rows)) {
      const differs = rows.find((row) => !other.rows.some((one) => JSON.stringify(one) === JSON.stringify(row)));
      const there = other.rows.find(({ marker }) => marker === differs?.marker);
      const what = `${station.name} and ${other.station.name}: ${JSON.stringify(differs)} and ${JSON.stringify(there)}`;
      problems.push({ kind: 'diverged', what });
    }
  }
  return problems;
}

const hashOf = (rows: readonly Held[]): string => createHash('sha256').update(JSON.stringify(rows)).digest('hex');

function judgeChecks(stations: readonly SimulatedStation[], { checks }: Ledger): Problem[] {
  return checks.flatMap(({ station, id, isInDoubt }): Problem[] => {
    const found = stations.find(({ name }) => name === station);
    if (!found) return [];
    const row = readOf(found).get<{ outcome: string }>('SELECT online_outcome AS outcome FROM checks WHERE id = ?', [
      id,
    ]);
    if (!row) return isInDoubt ? [] : [{ kind: 'lost', what: `a check of ${station}` }];
    return ['found', 'nothing-found'].includes(row.outcome)
      ? []
      : [{ kind: 'stalled', what: `a check of ${station} is ${row.outcome}` }];
  });
}

async function judgeAudits({ hub }: World, stations: readonly SimulatedStation[]): Promise<Problem[]> {
  const broken = (await hub.admin.verifyAudit()).filter(({ brokenAt }) => brokenAt !== null);
  const problems: Problem[] = broken.map(({ bureau, brokenAt }) => ({
    kind: 'diverged',
    what: `the audit chain of ${bureau} at the hub breaks at ${brokenAt}`,
  }));
  for (const station of stations) {
    const at = new AuditChain().firstBreak(readOf(station));
    if (at)
      problems.push({
        kind: 'diverged',
        what: `the audit chain of ${station.name} breaks at ${at.number}: ${at.kind}`,
      });
  }
  return problems;
}

/** Every workstation opens what is sealed to its bureau now, and none that was revoked does. */
function judgeKeys(stations: readonly SimulatedStation[]): Problem[] {
  return stations.flatMap((station): Problem[] => {
    const read = readOf(station);
    const identity = readIdentity(read);
    const current = identity && ownCurrentKey(read, identity);
    if (!current || isWaitingForKeys(read, identity))
      return [{ kind: 'stalled', what: `${station.name} does not hold its bureau's key` }];
    if (!isKeyExposed(read, identity.bureau, current.keyId)) return [];
    return [
      { kind: 'stalled', what: `${station.name} knows of no other key than the one a revoked workstation holds` },
    ];
  });
}

/** The hub decides about one envelope under each number of a workstation, whatever it decides. */
async function judgeNumbers({ hub }: World): Promise<Problem[]> {
  const twice = await hub.database.query<{ sequence: number }>(
    'select workstation, sequence from answers group by workstation, sequence having count(*) > 1 order by sequence',
  );
  return twice.map(({ sequence }) => ({
    kind: 'duplicated',
    what: `the hub has decided about two envelopes of one workstation under number ${sequence}`,
  }));
}
