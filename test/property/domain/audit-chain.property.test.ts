import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainLink, chainStart, verifyChain, verifyHead } from '#shared/domain/audit-chain.ts';

interface Entry extends ChainLink {
  readonly what: string;
}

const hashOf = ({ number, previousHash, what }: Omit<Entry, 'hash'>) =>
  createHash('sha256')
    .update(JSON.stringify([number, previousHash, what]))
    .digest('hex');

function chainOf(texts: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (const what of texts) {
    const last = entries.at(-1);
    const linked = { number: entries.length + 1, previousHash: last?.hash ?? chainStart.hash, what };
    entries.push({ ...linked, hash: hashOf(linked) });
  }
  return entries;
}

const chain = fc.array(fc.string(), { minLength: 2, maxLength: 40 }).map(chainOf);
const place = fc.nat();

function breakOf(entries: readonly Entry[]) {
  const verified = verifyChain(entries, hashOf);
  return verified.ok ? null : verified.error;
}

describe('an audit chain', () => {
  it('verifies as it was written, whole or page by page', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const cut = at % entries.length;
        const first = verifyChain(entries.slice(0, cut), hashOf);
        if (!first.ok) throw new Error('broken');
        const whole = verifyChain(entries, hashOf);
        expect(verifyChain(entries.slice(cut), hashOf, first.value)).toEqual(whole);
        expect(whole).toMatchObject({ ok: true, value: { number: entries.length } });
      }),
    );
  });

  it('names the entry that was edited', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const edited = entries.map((entry, i) =>
          i === at % entries.length ? { ...entry, what: `${entry.what}!` } : entry,
        );
        expect(breakOf(edited)).toEqual({ number: (at % entries.length) + 1, kind: 'altered' });
      }),
    );
  });

  it('names the entry after which one was edited and hashed anew', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const i = at % (entries.length - 1);
        const forged = entries.map((entry, k) => {
          const changed = { ...entry, what: `${entry.what}!` };
          return k === i ? { ...changed, hash: hashOf(changed) } : entry;
        });
        expect(breakOf(forged)).toEqual({ number: i + 2, kind: 'unlinked' });
      }),
    );
  });

  it('names the place of an entry taken out, put in twice or moved', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const i = at % (entries.length - 1);
        const without = entries.filter((_, k) => k !== i);
        const twice = [...entries.slice(0, i + 1), ...entries.slice(i)];
        const moved = entries.map((entry, k) => (k === i ? entries[i + 1] : k === i + 1 ? entries[i] : entry));
        expect(breakOf(without)).toEqual({ number: i + 1, kind: 'misnumbered' });
        expect(breakOf(twice)).toEqual({ number: i + 2, kind: 'misnumbered' });
        expect(breakOf(moved.filter((entry) => entry !== undefined))).toEqual({ number: i + 1, kind: 'misnumbered' });
      }),
    );
  });

  it('is found cut short or rewritten by a head known from elsewhere', () => {
    fc.assert(
      fc.property(chain, place, (entries, at) => {
        const head = entries[at % entries.length];
        if (!head) return;
        const hashAt = (kept: readonly Entry[]) => (number: number) => kept[number - 1]?.hash ?? null;
        expect(verifyHead(head, hashAt(entries)).ok).toBe(true);
        expect(verifyHead(head, hashAt(entries.slice(0, head.number - 1)))).toMatchObject({
          error: { kind: 'truncated' },
        });
        const rewritten = chainOf(entries.map((entry) => `${entry.what}!`));
        expect(verifyHead(head, hashAt(rewritten))).toMatchObject({ error: { kind: 'forked' } });
      }),
    );
  });
});
