import type { Problem } from './problem.ts';
import { readOf, type SimulatedStation } from './station/simulated-station.ts';

/** Told by each workstation for itself: what of a message it has learnt, and what a change met there. */
const OF_ITS_OWN =
  "'request-sent', 'message-received', 'request-delivered', 'request-read', 'request-withdrawn', 'request-needs-attention', 'parallel-change', 'conflict-found', 'case-renumbered'";

/** What the workstations of a bureau share, as each of them has it; of messages and what tells of them, what has gone out or come. */
const SHARED = {
  case: `SELECT id, reference, title, crime_area, status, priority, purpose, handling, marking, description FROM cases ORDER BY id`,
  person: `SELECT id, family_name, forename, birth_place, aliases, marks, identity_confirmed FROM persons ORDER BY id`,
  'person in a case': 'SELECT case_id, person_id, role FROM case_persons ORDER BY case_id, person_id',
  document: `SELECT d.id, number, type, issuing_country, holder_id, issue_date, expiry_date, remarks, case_id
    FROM documents d JOIN case_documents ON document_id = d.id ORDER BY d.id, case_id`,
  vehicle: `SELECT v.id, vin, plate, colour, remarks, case_id
    FROM vehicles v JOIN case_vehicles ON vehicle_id = v.id ORDER BY v.id, case_id`,
  note: 'SELECT id, case_id, body, author FROM notes ORDER BY id',
  check: `SELECT id, case_id, query, online_outcome, online_candidates FROM checks WHERE case_id IS NOT NULL ORDER BY id`,
  conflict: 'SELECT record_id, field FROM conflicts ORDER BY record_id, field',
  message: `SELECT subject, case_id FROM messages WHERE stream_number IS NOT NULL ORDER BY subject`,
  'event of a message': `SELECT e.case_id, e.kind, e.actor, e.data, count(*) AS times FROM events e JOIN messages m ON m.id = e.subject_id
    WHERE e.kind IN ('request-sent', 'message-received') AND m.stream_number IS NOT NULL
    GROUP BY e.case_id, e.kind, e.actor, e.data ORDER BY e.case_id, e.data`,
  event: `SELECT id, case_id, kind, actor, data FROM events WHERE kind NOT IN (${OF_ITS_OWN}) ORDER BY id`,
  file: 'SELECT DISTINCT case_id, digest FROM attachments WHERE case_id IS NOT NULL ORDER BY case_id, digest',
} as const;

/** All workstations of a bureau hold the same cases, with all that stands in them, conflicts, the same values, and messages in the same cases. */
export function judgeShared(stations: readonly SimulatedStation[]): Problem[] {
  const problems: Problem[] = [];
  for (const station of stations) {
    const other = stations.find(({ bureau }) => bureau === station.bureau) ?? station;
    if (other === station) continue;
    for (const [kind, sql] of Object.entries(SHARED)) {
      const [here, there] = [rowsOf(station, sql), rowsOf(other, sql)];
      const differs = [...here].filter((row) => !there.has(row)).concat([...there].filter((row) => !here.has(row)));
      if (differs.length > 0)
        problems.push({
          kind: 'diverged',
          what: `${station.name} and ${other.name}: ${kind} ${differs.join(' and ')}`,
        });
    }
  }
  return problems;
}

const rowsOf = (station: SimulatedStation, sql: string): ReadonlySet<string> =>
  new Set(
    readOf(station)
      .all(sql)
      .map((row) => JSON.stringify(row)),
  );
