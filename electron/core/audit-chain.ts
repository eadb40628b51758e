import { type ChainBreak, type ChainProgress, chainStart, verifyChain } from '#shared/domain/audit-chain.ts';
import { auditHash } from './record-audit.ts';
import type { ReadDb } from './store/database.ts';
import { auditEntries } from './store/tables/audit.ts';

const BATCH = 1000;

/**
 * Whether every entry of the audit trail is there, in order, unaltered. The first look after unlocking reads the whole chain; later
 * ones go on from there, because until the next lock only this process writes to the store.
 */
export class AuditChain {
  private reached: ChainProgress = chainStart;
  private broken: ChainBreak | null = null;

  isIntact(db: ReadDb): boolean {
    return this.firstBreak(db) === null;
  }

  /** Where and how the chain is broken; null while it holds. */
  firstBreak(db: ReadDb): ChainBreak | null {
    while (!this.broken) {
      const entries = auditEntries(db, this.reached.number, BATCH);
      const verified = verifyChain(entries, auditHash, this.reached);
      if (verified.ok) this.reached = verified.value;
      else this.broken = verified.error;
      if (entries.length < BATCH) break;
    }
    return this.broken;
  }
}
