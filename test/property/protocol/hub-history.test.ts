import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { chainBeginning } from '#shared/domain/audit-chain.ts';
import type { AuditCheckpoint, HubAuditEntry } from '#shared/protocol/audit-checkpoint.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';
import { followHistory, type ReceiptedEntry } from '#shared/protocol/hub-history.ts';

const ENTRIES = 10_000;
/** As a workstation asks for them. */
const PAGE = 100;
const AT = '2026-01-01T00:00:00.000Z';

const known = new Map<string, string>();

/** The hash of an entry, counted once for each content: the attacks below share nearly all of them. */
function hashOf(entry: Omit<HubAuditEntry, 'hash'>): string {
  const key = `${entry.number} ${entry.event} ${entry.subject} ${entry.previousHash}`;
  const hash = known.get(key) ?? createHash('sha256').update(canonicalJson(entry)).digest('hex');
  known.set(key, hash);
  return hash;
}

function linked(number: number, previousHash: string, subject: string): HubAuditEntry {
  const entry = { number, at: AT, event: 'check', workstation: null, subject, details: {}, previousHash };
  return { ...entry, hash: hashOf(entry) };
}

/** The entries from `first` on, linked anew: what a hub that rewrites its history would show. */
function relinked(entries: readonly HubAuditEntry[], first: number, previousHash: string): HubAuditEntry[] {
  let last = previousHash;
  return entries.map((entry, index) => {
    const made = linked(first + index, last, entry.subject ?? '');
    last = made.hash;
    return made;
  });
}

function checkpointAt({ number, hash }: { number: number; hash: string }): AuditCheckpoint {
  return {
    bureau: 'UTO',
    epoch: '',
    number,
    hash,
    at: '2026-02-01T00:00:00.000Z',
    certificate: '',
    signature: '',
  } as unknown as AuditCheckpoint;
}

/** Follows a chain page by page from an entry on, as a workstation does; where it found the first fault, and which. */
function follow(
  chain: readonly HubAuditEntry[],
  checkpoint: AuditCheckpoint,
  from: { number: number; hash: string },
  receipts: readonly ReceiptedEntry[] = [],
): string {
  let verified = from;
  for (;;) {
    const after = chain.filter((entry) => entry.number > verified.number).slice(0, PAGE);
    const seen = { verified, receipts: receipts.filter(({ number }) => number > verified.number) };
    const followed = followHistory(seen, { checkpoint, entries: after }, hashOf);
    if (!followed.ok) return `${followed.error.kind} at ${followed.error.number}`;
    if (followed.value.number >= checkpoint.number) return 'whole';
    verified = followed.value;
  }
}

describe('the hub’s audit chain, as a workstation follows it', () => {
  let chain: HubAuditEntry[];
  let head: AuditCheckpoint;
  beforeAll(() => {
    chain = relinked(
      Array.from({ length: ENTRIES }, (_, index) => ({ subject: `e${index + 1}` }) as HubAuditEntry),
      1,
      chainBeginning,
    );
    head = checkpointAt(chain.at(-1) as HubAuditEntry);
  });

  const start = { number: 0, hash: chainBeginning };
  const at = (number: number) => chain[number - 1] as HubAuditEntry;
  /** The verified entry a little before a place, and the chain from there to a little behind it. */
  const around = (place: number) => {
    const first = Math.max(0, place - 3);
    const verified = first === 0 ? start : at(first);
    const end = Math.min(ENTRIES, place + 3);
    return { verified, near: chain.slice(first, end), checkpoint: checkpointAt(at(end)) };
  };

  it('is whole when nothing was done to it', () => {
    const receipts = [1, 99, 100, 5000, ENTRIES].map((number) => ({ ...at(number), receivedAt: AT }));
    expect(follow(chain, head, start, receipts)).toBe('whole');
  });

  const attacks: Record<string, (near: readonly HubAuditEntry[], index: number) => HubAuditEntry[]> = {
    deleted: (near, index) => near.filter((_, one) => one !== index),
    edited: (near, index) => near.map((entry, one) => (one === index ? { ...entry, event: 'record' } : entry)),
    'edited, with its hash': (near, index) =>
      near.map((entry, one) => (one === index ? linked(entry.number, entry.previousHash, 'other') : entry)),
    'exchanged with its neighbour': (near, index) => {
      const other = index === 0 ? 1 : index - 1;
      return near.map(
        (entry, one) => (one === index ? near[other] : one === other ? near[index] : entry) as HubAuditEntry,
      );
    },
    'put in twice': (near, index) => [...near.slice(0, index + 1), ...near.slice(index)],
  };
  it.each(Object.keys(attacks))('names an entry that was %s, at every one of 10,000 places', (name) => {
    const unnoticed: number[] = [];
    for (let place = 1; place <= ENTRIES; place++) {
      const { verified, near, checkpoint } = around(place);
      const altered = attacks[name]?.(near, place - verified.number - 1) ?? [];
      if (follow(altered, checkpoint, verified) === 'whole') unnoticed.push(place);
    }
    expect(unnoticed).toEqual([]);
  });

  it('names a history that was cut at any place, by what was verified before or by a receipt', () => {
    const wrong: string[] = [];
    for (let place = 1; place < ENTRIES; place++) {
      const cut = { checkpoint: checkpointAt(at(place)), entries: [] };
      const remembered = followHistory({ verified: at(place + 1), receipts: [] }, cut, hashOf);
      const receipts = [{ ...at(place + 1), receivedAt: AT }];
      const receipted = followHistory({ verified: at(place), receipts }, cut, hashOf);
      for (const said of [remembered, receipted]) {
        if (said.ok || said.error.kind !== 'truncated' || said.error.number !== place + 1) wrong.push(`${place}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names a history that was rewritten and linked anew from any place on, however well', () => {
    const wrong: number[] = [];
    for (let place = 1; place <= ENTRIES; place++) {
      const { verified, near, checkpoint } = around(place);
      const index = place - verified.number - 1;
      const forged = relinked(
        [{ ...near[index], subject: 'forged' } as HubAuditEntry, ...near.slice(index + 1)],
        place,
        at(place).previousHash,
      );
      const entries = [...near.slice(0, index), ...forged];
      const forgedHead = checkpointAt(entries.at(-1) as HubAuditEntry);
      const byReceipt = followHistory(
        { verified, receipts: [{ ...at(place), receivedAt: AT }] },
        { checkpoint: forgedHead, entries },
        hashOf,
      );
      const byCheckpoint = followHistory({ verified, receipts: [] }, { checkpoint, entries }, hashOf);
      const byMemory = followHistory(
        { verified: at(place), receipts: [] },
        { checkpoint: forgedHead, entries: forged.slice(1) },
        hashOf,
      );
      const atTheEnd = place === checkpoint.number;
      const named =
        !byReceipt.ok &&
        byReceipt.error.number === place &&
        !byCheckpoint.ok &&
        (!byMemory.ok || (atTheEnd && forgedHead.hash === at(place).hash));
      if (!named) wrong.push(place);
    }
    expect(wrong).toEqual([]);
  });
});
