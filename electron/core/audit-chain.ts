import { auditHash } from './record-audit.ts';
import type { ReadDb } from './store/database.ts';
import { auditEntries } from './store/tables/audit.ts';

const BATCH = 1000;
const BEGINNING = '0'.repeat(64);

/** Whether every entry is there, in order, unaltered: each number follows, each hash holds and points to the one before. */
export function isChainIntact(db: ReadDb): boolean {
  let number = 0;
  let hash = BEGINNING;
  for (;;) {
    const entries = auditEntries(db, number, BATCH);
    for (const { hash: stored, ...entry } of entries) {
      if (entry.number !== number + 1 || entry.previousHash !== hash || auditHash(entry) !== stored) return false;
      number = entry.number;
      hash = stored;
    }
    if (entries.length < BATCH) return true;
  }
}
