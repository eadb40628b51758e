import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stage } from '#core/backup/restore.ts';
import { contentHash } from '#core/store/content-hash.ts';
import {
  backUp,
  chosen,
  cleanProfile,
  found,
  hashOfEverything,
  realFolder,
  restoreOptions,
} from '#test/helpers/backups.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { runs } from '#test/helpers/runs.ts';
import { systemRandom } from '#test/helpers/vault.ts';

/** What may happen to a store between two back-ups. */
type Step =
  | { readonly kind: 'case' | 'note' | 'checkpoint' | 'remove-file' }
  | { readonly kind: 'file'; readonly size: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: 'case' }),
  fc.constant<Step>({ kind: 'note' }),
  fc.constant<Step>({ kind: 'checkpoint' }),
  fc.constant<Step>({ kind: 'remove-file' }),
  fc.record({ kind: fc.constant('file' as const), size: fc.constantFrom(1, 4096, 1024 * 1024, 2 * 1024 * 1024 + 17) }),
);

/** One back-up each: what happened before it, and how many changes are saved while it runs. */
const history = fc.array(fc.record({ steps: fc.array(step, { maxLength: 6 }), during: fc.nat({ max: 8 }) }), {
  minLength: 1,
  maxLength: 3,
});

async function take(core: CoreStation, one: Step): Promise<void> {
  const { store, attachments } = core.station;
  const [first] = (await core.call('case.list', {})).rows;
  if (one.kind === 'checkpoint') store.checkpoint();
  else if (one.kind === 'case' || !first) await core.call('case.create', caseInput({ title: `Case ${core.newId()}` }));
  else if (one.kind === 'note') await core.call('note.add', { caseId: first.id, body: `Note ${core.newId()}` });
  else if (one.kind === 'file') {
    const token = core.files.choose('scan.bin', systemRandom.bytes(one.size));
    await core.call('file.add', { caseId: first.id, token });
  } else {
    const row = store.read.get<{ id: string; digest: string }>(
      'SELECT id, digest FROM attachments ORDER BY id LIMIT 1',
    );
    if (!row) return;
    store.transaction((tx) => tx.run('DELETE FROM attachments WHERE id = ?', [row.id]));
    attachments.remove(row.digest);
  }
}

/** Saves changes while the back-up runs; the content after each is noted. */
async function workOn(core: CoreStation, changes: number, seen: Set<string>): Promise<void> {
  for (let change = 0; change < changes; change += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await core.call('case.create', caseInput({ title: `Meanwhile ${change}` }));
    seen.add(contentHash(core.station.store.read));
  }
}

describe('a back-up of a store with any history', () => {
  it('gives, on a clean profile and with the recovery key alone, exactly what was saved at one moment while it ran', {
    timeout: 600_000,
  }, async () => {
    let restored = 0;
    await fc.assert(
      fc.asyncProperty(history, async (rounds) => {
        const core = await CoreStation.open();
        const [stick, machine] = [await realFolder(), await realFolder()];
        const recoveryKey = await core.station.vault.replaceRecoveryKey();
        const folder = chosen(stick.path);
        try {
          for (const { steps, during } of rounds) {
            for (const one of steps) await take(core, one);
            const seen = new Set([contentHash(core.station.store.read)]);
            const [before] = [await hashOfEverything(core.station)];
            const [made] = await Promise.all([backUp(core.station, folder), workOn(core, during, seen)]);
            const backup = (await found(folder)).find(({ stored }) => stored.index.id === made.id);
            if (!backup) throw new Error('The back-up is not in its folder.');
            const deps = cleanProfile(machine.path);
            const staged = await stage(deps, { ...restoreOptions, backup, unlock: { recoveryKey } });
            if (!staged.ok) throw new Error(staged.error.code);
            expect(seen).toContain(contentHash(staged.value.store.read));
            if (during === 0) expect(await hashOfEverything(staged.value)).toBe(before);
            else await hashOfEverything(staged.value);
            staged.value.store.close();
            restored += 1;
          }
        } finally {
          core.close();
          await Promise.all([stick.remove(), machine.remove()]);
        }
      }),
      { numRuns: runs(4, 50), endOnFailure: true },
    );
    expect(restored).toBeGreaterThanOrEqual(runs(4, 50));
  });
});
