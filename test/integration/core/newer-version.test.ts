import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { keepUnreadable } from '#core/store/tables/unreadable-envelopes.ts';
import { openVault } from '#core/vault/vault.ts';
import { openTwoBureaus, type TwoBureaus, toRuritania } from '#test/helpers/two-bureaus.ts';
import { systemClock, systemRandom } from '#test/helpers/vault.ts';
import { fastKdf, PASSPHRASE, TestWorkstation } from '#test/helpers/workstation.ts';

const SUBJECT = 'Sent by a later version';

let world: TwoBureaus;

beforeAll(async () => {
  world = await openTwoBureaus();
});
afterAll(() => world.close());

interface Item {
  readonly number: number;
  readonly id: string;
  readonly document: object;
}

/** Ruritania as its version left it that could not read the envelope: past it in the stream, and with the envelope kept. */
async function passOver(folder: string, { number, id, document }: Item): Promise<void> {
  const unlock = { username: 'officer', passphrase: PASSPHRASE };
  const disk = { dir: join(folder, 'vault'), fs: nodeFileSystem, clock: systemClock, random: systemRandom };
  const opened = await openVault({ ...disk, kdf: fastKdf, migrations: allMigrations, unlock });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { store } = opened.value;
  store.transaction((tx) => {
    const kept = { streamNumber: number, envelopeId: id, envelope: JSON.stringify(document) };
    keepUnreadable(tx, { ...kept, fromBureau: 'UTO', reason: 'unknown-kind', at: 0 });
    putSyncState(tx, 'stream-cursor', String(number));
  });
  store.close();
}

it('what a workstation kept because only a later version can read it is read by that version, and its sender told', async () => {
  const { hub, utopia, ruritania, otherLine } = world;
  await ruritania.call('sync.now', {});
  await ruritania.until('status.get', {}, ({ connection }) => connection === 'online');
  otherLine.cut();
  await utopia.call('message.send', toRuritania(SUBJECT));
  await utopia.until('status.get', {}, ({ waiting }) => waiting === 0);
  const [item] = await hub.database.query<Item>(
    `select s.number, e.id, e.document from streams s join envelopes e on e.bureau = s.sender and e.id = s.envelope_id
      where s.bureau = 'RUR' order by s.number desc limit 1`,
  );
  ruritania.lock();
  await passOver(ruritania.folder, item as Item);
  otherLine.restore();

  const sameVersion = await TestWorkstation.create({ folder: ruritania.folder });
  await sameVersion.signInAgain();
  await sameVersion.call('sync.now', {});
  await sameVersion.until('status.get', {}, ({ connection }) => connection === 'online');
  expect((await sameVersion.call('message.list', {})).total).toBe(0);
  sameVersion.lock();

  const later = await TestWorkstation.create({ folder: ruritania.folder, appVersion: '9.0.0' });
  await later.signInAgain();
  const { rows } = await later.until('message.list', {}, ({ total }) => total > 0);
  expect(rows).toMatchObject([{ subject: SUBJECT, direction: 'in' }]);
  await utopia.until('message.list', {}, (list) => list.rows[0]?.state === 'delivered');
  later.lock();
});
