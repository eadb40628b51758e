/**
 * A chain of audit entries: each holds the hash of the one before, so that none can be altered, taken out, put in or moved
 * without every later hash being wrong. How an entry is hashed is the caller's argument.
 */
import { err, ok, type Result } from '../lib/result.ts';

export interface ChainLink {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** The newest link known from elsewhere (a hub receipt, a printed report): what the chain must at least still reach. */
export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}

/** What the first entry points back to. */
export const chainBeginning = '0'.repeat(64);

/**
 * Where and how a chain is broken. `altered` = the entry does not have its own hash · `unlinked` = it does not point back at the one
 * before (taken out, put in or forked there) · `misnumbered` = a number is missing, repeated or out of order ·
 * `truncated` = the chain ends before the head that is known · `forked` = the known head stands there with another hash.
 */
export interface ChainBreak {
  readonly number: number;
  readonly kind: 'altered' | 'unlinked' | 'misnumbered' | 'truncated' | 'forked';
}

/** The state of a verification between two pages of a long chain. */
export interface ChainProgress {
  readonly number: number;
  readonly hash: string;
}

export const chainStart: ChainProgress = { number: 0, hash: chainBeginning };

/**
 * Verifies a page of entries that follow `from`; answers with where the next page goes on, or with the first break.
 * @param hashOf the hash of an entry over everything but its own hash
 */
export function verifyChain<Entry extends ChainLink>(
  entries: readonly Entry[],
  hashOf: (entry: Omit<Entry, 'hash'>) => string,
  from: ChainProgress = chainStart,
): Result<ChainProgress, ChainBreak> {
  let last = from;
  for (const entry of entries) {
    const broken = breakAt(entry, hashOf, last);
    if (broken) return err(broken);
    last = { number: entry.number, hash: entry.hash };
  }
  return ok(last);
}

function breakAt<Entry extends ChainLink>(
  entry: Entry,
  hashOf: (entry: Omit<Entry, 'hash'>) => string,
  last: ChainProgress,
): ChainBreak | null {
  const expected = last.number + 1;
  if (entry.number !== expected) return { number: expected, kind: 'misnumbered' };
  if (entry.previousHash !== last.hash) return { number: expected, kind: 'unlinked' };
  const { hash, ...content } = entry;
  return hashOf(content) === hash ? null : { number: expected, kind: 'altered' };
}

/**
 * Compares a chain that is sound in itself with a head known from elsewhere: a shortened or rewritten chain is sound too.
 * @param hashAt the hash of the chain's entry of that number, null where it has none
 */
export function verifyHead(head: ChainHead, hashAt: (number: number) => string | null): Result<null, ChainBreak> {
  const found = hashAt(head.number);
  if (found === null) return err({ number: head.number, kind: 'truncated' });
  return found === head.hash ? ok(null) : err({ number: head.number, kind: 'forked' });
}
