import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Log } from '#core/log.ts';
import type { Store } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { insertAttachment, isContentUsed } from '#core/store/tables/attachments.ts';
import { orphanSlices } from '#core/upkeep/collect-orphans.ts';
import type { AttachmentStore } from '#core/vault/attachment-store.ts';
import type { VaultParts } from '#core/vault/vault.ts';
import type { AttachmentId } from '#shared/lib/ids.ts';
import { MemoryFileSystem } from '#test/helpers/memory-file-system.ts';
import { runs } from '#test/helpers/runs.ts';
import { newVault, reopened } from '#test/helpers/vault.ts';

/** A few contents, so that they meet again and again. */
const CONTENTS = 2;
const contentOf = (number: number) => new Uint8Array(Buffer.from(`content ${number}`));

type Step =
  | { readonly kind: 'put'; readonly content: number }
  /** The row is written and the claim given back, or the process dies before. */
  | { readonly kind: 'commit' | 'give-up'; readonly put: number }
  | { readonly kind: 'delete-row'; readonly row: number }
  | { readonly kind: 'collect'; readonly slices: number }
  | { readonly kind: 'restart' | 'crash' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), content: fc.nat(CONTENTS - 1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('commit' as const, 'give-up' as const), put: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete-row' as const), row: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('collect' as const), slices: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'crash' as const) }) },
);

const silent: Log = { error: () => undefined, info: () => undefined };

/** What the collector works on: as it is, or with a fault that a test plants. */
type Planted = (parts: VaultParts) => Pick<VaultParts, 'store' | 'attachments'>;

const asItIs: Planted = (parts) => parts;

/** Takes away what somebody has put and not yet written down. */
const forgetsClaims: Planted = ({ store, attachments }) => ({
  store,
  attachments: changed(attachments, {
    remove: (digest) => {
      while (attachments.has(digest) && !attachments.remove(digest)) attachments.settle(digest, () => true);
      return true;
    },
  }),
});

/** Does not look again before it removes. */
const looksOnce: Planted = ({ store, attachments }) => ({
  attachments: changed(attachments, {
    remove: (digest) => forgetsClaims({ store, attachments } as VaultParts).attachments.remove(digest),
  }),
  store: changed(store, {
    read: {
      all: (sql, params) => store.read.all(sql, params),
      get: (sql, params) => (sql.includes('FROM attachments') ? undefined : store.read.get(sql, params)),
    },
  }),
});

/** The same object but for some members; a class with private fields is called as itself. */
function changed<T extends object>(inner: T, changes: Partial<T>): T {
  return new Proxy(inner, {
    get: (target, name) => {
      if (Object.hasOwn(changes, name)) return Reflect.get(changes, name);
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A workstation that only adds files, forgets them, and is restarted. */
class History {
  private vault!: VaultParts;
  private disk = new MemoryFileSystem();
  private collector: Generator<number, void> | null = null;
  private readonly rows = new Map<AttachmentId, string>();
  /** Put and not yet settled. */
  private pending: string[] = [];
  private lastId = 0;

  constructor(private readonly planted: Planted) {}

  async begin(): Promise<void> {
    this.vault = await newVault('/v', this.disk, { migrations: allMigrations });
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case 'put':
        return this.put(step.content);
      case 'commit':
        return this.settle(step.put, true);
      case 'give-up':
        return this.settle(step.put, false);
      case 'delete-row':
        return this.deleteRow(step.row);
      case 'collect':
        return this.collect(step.slices);
      case 'restart':
      case 'crash':
        return this.restart(step.kind === 'crash');
    }
  }

  /** Every content that a row needs can be read. */
  async expectAllThere(): Promise<void> {
    for (const digest of this.rows.values()) {
      const parts: Uint8Array[] = [];
      for await (const part of this.attachments.open(digest)) parts.push(part);
      expect(Buffer.concat(parts).toString()).toMatch(/^content \d$/);
    }
  }

  /** Restarted twice in peace, nothing is left that nobody needs. */
  async expectTidyAtLast(): Promise<void> {
    for (let session = 0; session < 2; session += 1) {
      await this.restart(false);
      await this.collect(100);
    }
    await this.expectAllThere();
    const needed = new Set([...this.rows.values()].flatMap((digest) => this.attachments.namesOf(digest)));
    expect(new Set(this.attachments.names())).toEqual(needed);
  }

  close(): void {
    this.store.close();
  }

  private get store(): Store {
    return this.vault.store;
  }

  private get attachments(): AttachmentStore {
    return this.vault.attachments;
  }

  private async put(content: number): Promise<void> {
    const source = (async function* () {
      yield contentOf(content);
    })();
    const { digest } = await this.attachments.put(source);
    this.pending.push(digest);
  }

  private settle(at: number, keep: boolean): void {
    const digest = this.pending[at % Math.max(1, this.pending.length)];
    if (digest === undefined) return;
    this.pending.splice(this.pending.indexOf(digest), 1);
    if (keep) this.insertRow(digest);
    this.attachments.settle(digest, () => isContentUsed(this.store.read, digest));
  }

  private insertRow(digest: string): void {
    this.lastId += 1;
    const id = `file-${this.lastId}` as AttachmentId;
    const fields = { caseId: null, messageId: null, name: 'a', mediaType: 'text/plain', size: 9, remote: null };
    const row = { ...fields, id, digest, state: 'here' as const, addedAt: 0, addedBy: '' };
    this.store.transaction((tx) => insertAttachment(tx, row));
    this.rows.set(id, digest);
  }

  private deleteRow(at: number): void {
    const id = [...this.rows.keys()][at % Math.max(1, this.rows.size)];
    if (id === undefined) return;
    this.store.transaction((tx) => tx.run('DELETE FROM attachments WHERE id = ?', [id]));
    this.rows.delete(id);
  }

  private collect(slices: number): void {
    this.collector ??= orphanSlices({ ...this.planted(this.vault), log: silent });
    for (let done = 0; done < slices; done += 1) if (this.collector.next().done) return;
  }

  private async restart(crash: boolean): Promise<void> {
    if (crash) this.disk = this.disk.copy();
    else this.store.close();
    this.collector = null;
    this.pending = [];
    const computer = { pid: 7, incarnation: `${Math.random()}`, isRunning: () => false, bornAt: () => null };
    const processes = { ...computer, uptimeMs: () => 1_000_000, monotonicMs: () => performance.now() };
    this.vault = await reopened('/v', this.disk, { migrations: allMigrations, processes });
  }
}

const histories = (planted: Planted) =>
  fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 60, size: 'max' }), async (steps) => {
    const history = new History(planted);
    await history.begin();
    for (const next of steps) {
      await history.run(next);
      await history.expectAllThere();
    }
    await history.expectTidyAtLast();
    history.close();
  });

it('no history of adding, forgetting, crashing and collecting loses a file that a row needs, and none leaves rubbish', async () => {
  await fc.assert(histories(asItIs), { numRuns: runs(30, 2000) });
}, 300_000);

it.each([
  ['forgets what was put and not yet written down', forgetsClaims],
  ['does not look again before it removes', looksOnce],
])(
  'a collector that %s is caught',
  async (_name, planted) => {
    const details = await fc.check(histories(planted), { numRuns: 200, endOnFailure: true });
    expect(details.failed).toBe(true);
  },
  300_000,
);
