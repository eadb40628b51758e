import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseInput } from '#test/helpers/casework.ts';
import { openTwoBureaus, type TwoBureaus, toRuritania, untilSent, untilTrue } from '#test/helpers/two-bureaus.ts';

const MEBIBYTES = 3;
/** The file takes long enough to be interrupted (bits a second). */
const NARROW = 8_000_000;

let world: TwoBureaus;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ncb-suspended-'));
  world = await openTwoBureaus();
}, 60_000);
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

it('a bureau that is suspended while its file is brought to the hub: everything waits, and goes on from there once it is readmitted', async () => {
  const { utopia, ruritania, hub, line } = world;
  await untilSent(utopia);
  const path = join(folder, 'film.mp4');
  await writeFile(path, randomBytes(MEBIBYTES * 1_048_576));
  utopia.files.grant('film', path, 'read');
  const { id: caseId } = await utopia.call('case.create', caseInput());
  const { id } = await utopia.call('file.add', { caseId, token: 'film' });
  line.throttle(NARROW);
  const sent = await utopia.call('message.send', toRuritania('With a film', { caseId, attachmentIds: [id] }));
  const film = async () => (await utopia.call('outbox.list', {})).find((item) => item.id === sent.id);
  await untilTrue(async () => ((await film())?.uploaded?.done ?? 0) > 1_048_576);
  await hub.admin.suspendBureau('UTO', true);
  const status = await utopia.until('status.get', {}, ({ connection }) => connection === 'refused');
  expect(status).toMatchObject({ refusal: 'bureau-suspended', needsAttention: 0 });

  const query = { documentNumber: 'P1O2345', issuingCountry: 'UTO', type: 'passport' } as const;
  const question = { database: 'sltd', query } as const;
  const check = await utopia.call('check.run', { caseId: null, purpose: 'search-wanted-person', question });
  for (let times = 0; times < 3; times += 1) await utopia.call('sync.now', {});
  await utopia.until('status.get', {}, ({ connection }) => connection === 'refused');
  expect(await film()).toMatchObject({ state: 'waiting', reason: 'not-authorised', problem: null });
  expect((await utopia.call('check.get', { id: check.id })).online.outcome).toBe('pending');

  line.restore();
  const before = line.carried.up;
  await hub.admin.suspendBureau('UTO', false);
  await untilTrue(async () => {
    await utopia.call('sync.now', {});
    return (await film()) === undefined;
  });
  // What the hub had of the file is not sent again.
  expect(line.carried.up - before).toBeLessThan(MEBIBYTES * 1_048_576);
  // The hub was asked once more, and does not hold that database.
  expect(await utopia.call('outbox.list', {})).toMatchObject([{ kind: 'check', state: 'waiting', reason: 'back-off' }]);
  await untilTrue(async () => {
    const { rows } = await ruritania.call('message.list', { box: 'inbox' });
    const [row] = rows;
    const thread = row ? await ruritania.call('message.thread', { conversationId: row.conversationId }) : [];
    return thread[0]?.files[0]?.state === 'here';
  });
}, 120_000);
