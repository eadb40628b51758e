import { type ChainLinkName, lockAuditHeads } from './audit.ts';
import type { Transaction } from './database.ts';

/** The ends a group appends to. */
export interface Heads {
  /** Bureau → the last number of its stream; what is no bureau is left out. */
  readonly streams: Map<string, number>;
  readonly chains: ReadonlyMap<string, ChainLinkName>;
}

/** The parts of a union are carried out in their order, so every group takes the streams' locks before those of the chains. */
const LOCK = `
  with s as (select bureau, head from stream_heads where bureau = any($1) order by bureau for update),
       c as (select bureau, number, hash from audit_heads where bureau = any($2) order by bureau for update)
  select bureau, head as number, null as hash from s
   union all
  select bureau, number, hash from c`;

/** Holds the ends of these streams and of these audit chains until the transaction ends. Take these locks last. */
export async function lockHeads(
  tx: Transaction,
  streams: readonly string[],
  chains: readonly string[],
): Promise<Heads> {
  const rows = await tx.query<{ bureau: string; number: number; hash: string | null }>(LOCK, [streams, chains]);
  const heads = new Map(rows.flatMap(({ bureau, number, hash }) => (hash === null ? [[bureau, number]] : [])));
  const links = new Map(
    rows.flatMap(({ bureau, number, hash }) => (hash === null ? [] : [[bureau, { number, hash }]])),
  );
  return { streams: heads, chains: links.size === chains.length ? links : await lockAuditHeads(tx, chains) };
}
