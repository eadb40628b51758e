import { auditHash } from './record-audit.ts';
import type { ReadDb } from './store/database.ts';
import { auditEntries } from './store/tables/audit.ts';

const BATCH = 1000;
const BEGINNING = '0'.repeat(64);

/**
 * Whether every entry of the audit trail is there, in order, unaltered: each number follows, each hash holds and points to the one
 * before. The first look after unlocking reads the whole chain; later ones go on from there, because until the next lock only this
 * process writes to the store.
 */
export class AuditChain {
  private number = 0;
  private hash = BEGINNING;
  private broken = false;

  isIntact(db: ReadDb): boolean {
    while (!this.broken) {
      const entries = auditEntries(db, this.number, BATCH);
      for (const { hash, ...entry } of entries) {
        const follows = entry.number === this.number + 1 && entry.previousHash === this.hash;
        if (!follows || auditHash(entry) !== hash) this.broken = true;
        this.number = entry.number;
        this.hash = hash;
      }
      if (entries.length < BATCH) break;
    }
    return !this.broken;
  }
}
