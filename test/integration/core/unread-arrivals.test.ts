import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteDb } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { openVault } from '#core/vault/vault.ts';
import { openTwoBureaus, type TwoBureaus, toRuritania } from '#test/helpers/two-bureaus.ts';
import { systemClock, systemRandom } from '#test/helpers/vault.ts';
import { fastKdf, PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

let world: TwoBureaus;
let ruritania: TestWorkstation;

beforeAll(async () => {
  world = await openTwoBureaus();
  ruritania = world.ruritania;
});
afterAll(async () => {
  await ruritania.close();
  await world.close();
});

/** Changes the store of a workstation that is locked. */
async function inStore(folder: string, change: (tx: WriteDb) => void): Promise<void> {
  const unlock = { username: 'officer', passphrase: PASSPHRASE };
  const disk = { dir: join(folder, 'vault'), fs: nodeFileSystem, clock: systemClock, random: systemRandom };
  const opened = await openVault({ ...disk, kdf: fastKdf, migrations: allMigrations, unlock });
  if (!opened.ok) throw new Error(opened.error.kind);
  opened.value.store.transaction(change);
  opened.value.store.close();
}

async function openAgain(appVersion?: string): Promise<TestWorkstation> {
  const station = await TestWorkstation.create({ folder: ruritania.folder, ...(appVersion && { appVersion }) });
  await station.signInAgain();
  return station;
}

const subjectsOf = async (station: TestWorkstation) =>
  (await station.call('message.list', { box: 'inbox' })).rows.map(({ subject }) => subject).sort();

/** As a fault of the program would: it cannot write a message of this subject down. */
const FAILING = `CREATE TRIGGER failing BEFORE INSERT ON messages WHEN NEW.subject = 'Second' BEGIN SELECT RAISE(ABORT, 'a fault'); END`;

describe('what arrives and cannot be written down', () => {
  it('keeps back nothing that stands behind it, and is shown to a person with what to do', async () => {
    ruritania.lock();
    await inStore(ruritania.folder, (tx) => tx.run(FAILING));
    ruritania = await openAgain();
    for (const subject of ['First', 'Second', 'Third']) await world.utopia.call('message.send', toRuritania(subject));
    await ruritania.until('message.list', { box: 'inbox' }, ({ total }) => total === 2);
    expect(await subjectsOf(ruritania)).toEqual(['First', 'Third']);
    const unread = await ruritania.call('arrival.unread', {});
    expect(unread.rows).toMatchObject([{ from: 'UTO', kind: 'message', priority: 'routine', reason: 'not-taken-in' }]);
  });

  it('is shown no longer once a person has dealt with it, and that is in the audit trail', async () => {
    const [item] = (await ruritania.call('arrival.unread', {})).rows;
    const { number } = item ?? { number: 0 };
    await ruritania.call('arrival.settle', { number });
    expect(await ruritania.call('arrival.unread', {})).toMatchObject({ total: 0, rows: [] });
    const { rows } = await ruritania.call('audit.list', { search: 'arrival.settle' });
    expect(rows).toMatchObject([{ method: 'arrival.settle', subjectId: String(number) }]);
    await expect(ruritania.call('arrival.settle', { number })).rejects.toMatchObject({
      appError: { code: 'not-found' },
    });
  });

  it('is tried again by a later version: kept as it was while that fails too, in its place once it does not', async () => {
    ruritania.lock();
    ruritania = await openAgain('9.0.0');
    await ruritania.call('sync.now', {});
    await ruritania.until('status.get', {}, ({ connection }) => connection === 'online');
    expect(await subjectsOf(ruritania)).toEqual(['First', 'Third']);
    expect(await ruritania.call('arrival.unread', {})).toMatchObject({ total: 0, rows: [] });
    ruritania.lock();
    await inStore(ruritania.folder, (tx) => tx.run('DROP TRIGGER failing'));
    ruritania = await openAgain('9.0.1');
    await ruritania.until('message.list', { box: 'inbox' }, ({ total }) => total === 3);
    expect(await subjectsOf(ruritania)).toEqual(['First', 'Second', 'Third']);
    await world.utopia.until('message.list', {}, ({ rows }) => rows.every(({ state }) => state === 'delivered'));
  });
});

describe('what was changed on its way', () => {
  it('is taken for nobody’s word, and shown to a person: urgent, if it says so', async () => {
    const { hub, utopia, otherLine } = world;
    otherLine.cut();
    await utopia.call('message.send', toRuritania('Changed by somebody'));
    await utopia.until('status.get', {}, ({ waiting }) => waiting === 0);
    await hub.database.query(
      `update envelopes set document = jsonb_set(document::jsonb, '{priority}', '"urgent"')
        where id = (select envelope_id from streams where bureau = 'RUR' order by number desc limit 1)`,
    );
    otherLine.restore();
    await utopia.call('message.send', toRuritania('Behind it'));
    await ruritania.until('message.list', { box: 'inbox' }, ({ rows }) =>
      rows.some(({ subject }) => subject === 'Behind it'),
    );
    expect(await subjectsOf(ruritania)).not.toContain('Changed by somebody');
    const unread = await ruritania.call('arrival.unread', {});
    expect(unread.rows).toMatchObject([{ from: 'UTO', kind: 'message', priority: 'urgent', reason: 'bad-signature' }]);
  });
});
