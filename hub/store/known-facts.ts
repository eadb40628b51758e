import type { Epoch } from '#shared/protocol/epoch.ts';
import { answerKey, type EnvelopeName, type StoredAnswer } from './answers.ts';
import type { KnownKeys } from './bureaus.ts';
import type { Transaction } from './database.ts';
import type { BureauUsage } from './usage.ts';

/** What a group of envelopes is judged by. */
export interface KnownFacts {
  /** By `answerKey`; envelopes never answered are left out. */
  readonly stored: ReadonlyMap<string, StoredAnswer>;
  /** Which of the keys asked for are current ones of the addressed bureaus or of their active workstations; what is no bureau is left out. */
  readonly keys: KnownKeys;
  /** What the senders' bureaus have used; one that has used nothing yet is left out. */
  readonly usage: ReadonlyMap<string, BureauUsage>;
  readonly epoch: Epoch | undefined;
}

export interface FactsAsked {
  readonly envelopes: readonly EnvelopeName[];
  readonly addressed: readonly string[];
  /** The ids of the keys the envelopes are sealed to. */
  readonly sealedTo: readonly string[];
  readonly senders: readonly string[];
}

interface FactRow extends StoredAnswer, BureauUsage {
  readonly fact: 'answer' | 'bureau' | 'key' | 'usage' | 'epoch';
  readonly bureau: string;
  /** Of an answer its envelope's id, of a bureau its current key's, of a workstation's key and of the epoch their own. */
  readonly name: string | null;
}

const READ = `
  select 'answer' as fact, a.bureau as bureau, a.envelope_id::text as name, a.content_sha256 as "contentSha256", a.verdict as verdict,
         null::timestamptz as minute, null::bigint as envelopes, null::bigint as "storedBytes"
    from answers a join unnest($1::text[], $2::uuid[]) as asked (bureau, id)
      on a.bureau = asked.bureau and a.envelope_id = asked.id
   union all
  select 'bureau', b.code, k.key_id, null, null, null, null, null
    from bureaus b left join bureau_keys k on k.bureau = b.code and k.key_id = any($5) and k.status = 'current'
   where b.code = any($3)
   union all
  select 'key', bureau, device_key_id, null, null, null, null, null
    from workstations where bureau = any($3) and device_key_id = any($5) and status = 'active'
   union all
  select 'usage', bureau, null, null, null, minute, envelopes, stored_bytes from bureau_usage where bureau = any($4)
   union all
  select 'epoch', '', id::text, null, null, null, null, null
    from epochs where number = (select max(number) from epochs)`;

/** Asked at once: a statement costs PostgreSQL as much as the rows of all of these. */
export async function readKnownFacts(tx: Transaction, asked: FactsAsked): Promise<KnownFacts> {
  const rows = await tx.query<FactRow>(READ, [
    asked.envelopes.map(({ bureau }) => bureau),
    asked.envelopes.map(({ envelopeId }) => envelopeId),
    asked.addressed,
    asked.senders,
    asked.sealedTo,
  ]);
  const keys = new Map(rows.flatMap(({ fact, bureau }) => (fact === 'bureau' ? [[bureau, new Set<string>()]] : [])));
  const stored = new Map<string, StoredAnswer>();
  const usage = new Map<string, BureauUsage>();
  let epoch: Epoch | undefined;
  for (const { fact, bureau, name, contentSha256, verdict, minute, envelopes, storedBytes } of rows) {
    if (name !== null && (fact === 'key' || fact === 'bureau')) keys.get(bureau)?.add(name);
    else if (fact === 'answer' && name !== null)
      stored.set(answerKey({ bureau, envelopeId: name }), { contentSha256, verdict });
    else if (fact === 'usage') usage.set(bureau, { minute, envelopes, storedBytes });
    else if (fact === 'epoch') epoch = name as Epoch;
  }
  return { stored, keys, usage, epoch };
}
