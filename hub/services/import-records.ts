import { parseReferenceRecord, type ReferenceRecord, recordKeys } from '#shared/domain/candidates.ts';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import { appendAudit, HUB_CHAIN } from '../store/audit.ts';
import { putReferenceRecords, withdrawOthers } from '../store/reference-records.ts';
import { type HubDeps, nowOf } from './deps.ts';

const BATCH = 500;

export interface ImportReport {
  readonly read: number;
  readonly changed: number;
  readonly withdrawn: number;
  /** Places (from 1) of what is no record of this database, with the field at fault. */
  readonly refused: readonly { readonly place: number; readonly field: string }[];
}

type Refused = ImportReport['refused'][number];

function read(database: DatabaseKind, values: readonly unknown[]) {
  const entries = new Map<string, ReferenceRecord>();
  const refused: Refused[] = [];
  values.forEach((value, index) => {
    try {
      const entry = parseReferenceRecord(database, value);
      entries.set(entry.record.recordId, entry);
    } catch (error) {
      const issues = (error as { issues?: { path: PropertyKey[] }[] }).issues;
      refused.push({ place: index + 1, field: issues?.[0]?.path.join('.') ?? '' });
    }
  });
  return { entries: [...entries.values()], refused };
}

/**
 * Adds records to a reference database; of two with one id the later counts. `complete`: what is not among them is
 * withdrawn. A value that is no record is reported and holds up no other; with `complete` it stops the import, because
 * it may be the record that would be withdrawn.
 */
export async function importRecords(
  deps: Pick<HubDeps, 'database' | 'clock'>,
  database: DatabaseKind,
  values: readonly unknown[],
  complete = false,
): Promise<ImportReport> {
  const { entries, refused } = read(database, values);
  if (complete && refused.length > 0) return { read: values.length, changed: 0, withdrawn: 0, refused };
  let changed = 0;
  for (let at = 0; at < entries.length; at += BATCH) {
    const batch = entries.slice(at, at + BATCH).map((entry) => ({
      recordId: entry.record.recordId,
      document: entry.record,
      keys: recordKeys(entry),
    }));
    changed += await deps.database.transaction(
      (tx) => putReferenceRecords(tx, database, batch, nowOf(deps)),
      'unlimited',
    );
  }
  const withdrawn = await deps.database.transaction(async (tx) => {
    const ids = entries.map(({ record }) => record.recordId);
    const count = complete ? await withdrawOthers(tx, database, ids, nowOf(deps)) : 0;
    const details = { database, read: values.length, changed, withdrawn: count, refused: refused.length };
    await appendAudit(tx, { bureau: HUB_CHAIN, at: nowOf(deps), event: 'records-imported', details });
    return count;
  }, 'unlimited');
  return { read: values.length, changed, withdrawn, refused };
}
