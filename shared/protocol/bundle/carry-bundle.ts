import { type CarriedCheck, MAX_CARRIED_CHECKS } from '../carried-check.ts';
import type { SignedStatement } from '../hub-statement.ts';
import type { OpenBundle } from './read-bundle.ts';
import type { BundleRecord } from './records.ts';

type Chunk = Extract<BundleRecord, { readonly type: 'chunk' }>;

/** What carrying needs of the hub: over the line, or at its own command line. */
export interface CarryingHub {
  /** Index → SHA-256 of the chunks that are there. */
  chunksAt(blobId: string): Promise<ReadonlyMap<number, string>>;
  putChunk(chunk: Chunk): Promise<void>;
  /** Asks what that workstation asks the databases. */
  ask(workstation: string, checks: readonly CarriedCheck[]): Promise<SignedStatement>;
  /** Offers signed envelopes (JSON texts) of that workstation, in the order of their numbers. */
  offer(workstation: string, envelopes: readonly string[]): Promise<SignedStatement>;
}

/** Few enough that a cut costs little; each request is safe to send again. */
const BATCH = 20;

/**
 * Brings to the hub what an outward bundle holds: every check, the chunks that are not there, and every envelope, in order. Cut off anywhere and
 * begun anew it does the same: the hub knows chunks by their digests, checks and envelopes by their ids.
 * @returns what the hub said, in order
 */
export async function carryBundle(
  hub: CarryingHub,
  { head, records }: OpenBundle,
  onRecord: () => void,
): Promise<SignedStatement[]> {
  const said: SignedStatement[] = [];
  let waiting: string[] = [];
  let questions: CarriedCheck[] = [];
  let there: ReadonlyMap<number, string> = new Map();
  const offer = async () => {
    if (waiting.length > 0) said.push(await hub.offer(head.workstation, waiting));
    waiting = [];
  };
  const ask = async () => {
    if (questions.length > 0) said.push(await hub.ask(head.workstation, questions));
    questions = [];
  };
  for await (const record of records) {
    onRecord();
    if (record.type === 'check') questions.push(record.check);
    // Somebody waits for their answers: they go before anything else does.
    if (record.type !== 'check' || questions.length === MAX_CARRIED_CHECKS) await ask();
    if (record.type === 'envelope') waiting.push(record.text);
    else if (record.type === 'blob') there = await hub.chunksAt(record.blob.blobId);
    else if (record.type === 'chunk' && there.get(record.index) !== record.sha256) await hub.putChunk(record);
    if (waiting.length === BATCH) await offer();
  }
  await ask();
  await offer();
  return said;
}
