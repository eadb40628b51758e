import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HubTransport, TransportError } from '#core/sync/transport.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { runs } from '#test/helpers/runs.ts';
import { copyVault, putVaultBack } from '#test/helpers/vault-copy.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const aCase = (title: string): Input<'case.create'> => ({
  title,
  crimeArea: 'people-smuggling',
  priority: 'normal',
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'for-official-use-only',
  officerId: null,
  description: '',
});

const aRequest = (caseId: CaseId, subject: string): Input<'message.send'> => ({
  caseId,
  to: ['RUR'],
  subject,
  body: 'Please confirm the identity of the holder of passport R1234567 and the date of its issue.',
  priority: 'routine',
  handling: 'H1',
  purpose: 'obtain-information',
  answerBy: Date.now() + 48 * 3_600_000,
});

const AGREED = JSON.stringify({ standing: 'agreed', number: 1, at: null, nextSequence: 1 });

/** A line that can be cut, that can lose what the hub answers to a contact, and behind which the hub can lose its memory. */
class Line {
  isCut = false;
  isForgetful = false;
  /** Called when the hub has answered a contact; throwing loses the answer. */
  onContactAnswer: () => void | Promise<void> = () => undefined;
  readonly through = (inner: HubTransport): HubTransport => ({
    send: async (request) => {
      if (this.isCut) throw new TransportError('offline');
      const answer = await inner.send(request);
      if (this.isForgetful && request.path === '/v1/contact') return { ...answer, body: Buffer.from(AGREED) };
      if (request.path === '/v1/contact' && request.method === 'POST') await this.onContactAnswer();
      return answer;
    },
    openWake: (path, listener) => inner.openWake(path, listener),
    close: () => inner.close(),
  });
}

let hub: TestHub;
let ruritania: TestWorkstation;
let utopia: TestWorkstation;
let line: Line;
let copies: string;

beforeAll(async () => {
  hub = await startTestHub();
  ruritania = await TestWorkstation.create();
  await ruritania.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
  utopia = await TestWorkstation.create({ throughTransport: (inner) => line.through(inner) });
  line = new Line();
  await utopia.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  await utopia.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
});

afterAll(async () => {
  await utopia.close();
  await ruritania.close();
  await hub.close();
});

beforeEach(async () => {
  copies = await mkdtemp(join(tmpdir(), 'ncb-copies-'));
  line.isCut = false;
  line.isForgetful = false;
  line.onContactAnswer = () => undefined;
});

afterEach(() => rm(copies, { recursive: true, force: true }));

const copyTo = (name: string): Promise<string> => copyVault(utopia, join(copies, name));
const putBack = (copy: string): Promise<void> => putVaultBack(utopia, copy);

async function contactsAtHub(): Promise<number> {
  const rows = await hub.database.query<{ n: number }>(
    `select contact_number as n from workstations where bureau = 'UTO'`,
  );
  return rows[0]?.n ?? 0;
}

/** One contact that began after this was called has come to its end at the hub: the second one, as the first may be under way. */
async function meet(): Promise<void> {
  const before = await contactsAtHub();
  for (const deadline = Date.now() + 15_000; (await contactsAtHub()) < before + 2; ) {
    if (Date.now() > deadline) throw new Error('The workstation did not meet the hub.');
    await utopia.call('sync.now', {});
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A whole round has passed: it ends by noting when the data last agreed. */
async function meetForgetful(): Promise<void> {
  const { dataAsOf: before } = await utopia.call('status.get', {});
  await utopia.call('sync.now', {});
  await utopia.until('status.get', {}, ({ dataAsOf }) => dataAsOf !== before);
}

const olderCopy = async () => (await utopia.call('status.get', {})).olderCopy;

const untilNoticed = async () =>
  (await utopia.until('status.get', {}, (status) => status.olderCopy !== null)).olderCopy;

const untilNothingWaits = () =>
  utopia.until('status.get', {}, ({ waiting, olderCopy: found }) => waiting === 0 && found === null);

const auditEvents = async (event: string): Promise<number> =>
  (await hub.database.query(`select 1 from audit where bureau = 'UTO' and event = $1`, [event])).length;

type Doing = readonly [string, (caseId: CaseId, name: string) => Promise<unknown>];

/** What happens between the copy and its return; each ends with a contact. */
const laterWork: readonly [Doing, ...Doing[]] = [
  ['nothing but one contact', () => Promise.resolve()],
  ['a note that is never sent', (caseId, name) => utopia.call('note.add', { caseId, body: name })],
  ['a message', (caseId, name) => utopia.call('message.send', aRequest(caseId, name))],
  [
    'three messages',
    async (caseId, name) => {
      for (const part of ['a', 'b', 'c']) await utopia.call('message.send', aRequest(caseId, `${name}${part}`));
      await untilNothingWaits();
    },
  ],
  [
    'work without a network and a restart',
    async (caseId, name) => {
      line.isCut = true;
      await utopia.call('message.send', aRequest(caseId, name));
      await utopia.signInAgain();
      line.isCut = false;
    },
  ],
];

/** When the copy is made. */
const moments: readonly [Doing, ...Doing[]] = [
  ['while it runs', () => Promise.resolve()],
  ['after it was locked', () => utopia.signInAgain()],
  [
    'without a network',
    async () => {
      line.isCut = true;
      await utopia.call('sync.now', {});
      await utopia.until('status.get', {}, ({ connection }) => connection === 'offline');
    },
  ],
  [
    'with a message in the outbox',
    async (caseId, name) => {
      line.isCut = true;
      await utopia.call('message.send', aRequest(caseId, `${name} waiting`));
    },
  ],
];

describe('a workstation put back to an older copy of its whole folder', () => {
  it('is noticed at the next contact, sends nothing meanwhile, and goes on when a person decides, nothing lost or sent twice', async () => {
    const { id: caseId } = await utopia.call('case.create', aCase('Forged passports'));
    const total = runs(5, 50);
    let noticed = 0;
    for (let round = 0; round < total; round += 1) {
      const name = `Round ${round}`;
      const [moment, prepare] = moments[round % moments.length] ?? moments[0];
      const [work, doLater] = laterWork[round % laterWork.length] ?? laterWork[0];
      await prepare(caseId, name);
      const copy = await copyTo(String(round));
      line.isCut = false;
      await doLater(caseId, name);
      await meet();
      await untilNothingWaits();
      await putBack(copy);
      const found = await untilNoticed();
      expect(found, `copied ${moment}, then ${work}`).toMatchObject({ accepted: false });
      noticed += 1;
      await utopia.call('message.send', aRequest(caseId, `${name} held`));
      await utopia.call('sync.now', {});
      const held = await utopia.until('outbox.list', {}, (items) =>
        items.some(({ title, reason }) => title === `${name} held` && reason === 'older-copy'),
      );
      expect(held.find(({ title }) => title === `${name} held`)).toMatchObject({ state: 'waiting' });
      await utopia.call('sync.accept-older-copy', {});
      await untilNothingWaits();
    }
    expect(noticed).toBe(total);
    expect(await auditEvents('workstation-behind')).toBe(total);
    expect(await auditEvents('workstation-goes-on')).toBe(total);
    expect((await utopia.call('audit.list', { search: 'sync.older-copy' })).total).toBeGreaterThan(0);
    const codes = await hub.database.query<{ code: string }>(
      `select distinct verdict->>'code' as code from answers where bureau = 'UTO'`,
    );
    expect(codes).toEqual([{ code: 'accepted' }]);
    await ruritania.until('message.list', { box: 'inbox' }, ({ rows }) =>
      rows.some(({ subject }) => subject === `Round ${total - 1} held`),
    );
    const { rows } = await ruritania.call('message.list', { box: 'inbox', limit: 500 });
    const subjects = rows.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    const sent = (await utopia.call('message.list', { box: 'sent', limit: 500 })).rows.map(({ subject }) => subject);
    expect(sent.toSorted()).toEqual(subjects.toSorted());
  });

  it('is noticed also when nothing but an envelope left after the copy, and no contact was made', async () => {
    const { id: caseId } = await utopia.call('case.create', aCase('Between two contacts'));
    await meet();
    await untilNothingWaits();
    const before = await contactsAtHub();
    const copy = await copyTo('between contacts');
    await utopia.call('message.send', aRequest(caseId, 'Left between two contacts'));
    await untilNothingWaits();
    expect(await contactsAtHub()).toBe(before);
    await putBack(copy);
    expect(await untilNoticed()).toMatchObject({ accepted: false, sentSince: 1 });
    await utopia.call('message.send', aRequest(caseId, 'Held between two contacts'));
    await utopia.call('sync.now', {});
    await utopia.until('outbox.list', {}, (items) =>
      items.some(({ title, reason }) => title === 'Held between two contacts' && reason === 'older-copy'),
    );
    await utopia.call('sync.accept-older-copy', {});
    await untilNothingWaits();
    await ruritania.until('message.list', { box: 'inbox' }, ({ rows }) =>
      ['Left', 'Held'].every(
        (word) => rows.filter(({ subject }) => subject === `${word} between two contacts`).length === 1,
      ),
    );
  });

  it('is not suspected after kills between the hub and its answer, lost answers and restarts', async () => {
    const { id: caseId } = await utopia.call('case.create', aCase('Ordinary trouble'));
    const total = runs(6, 60);
    for (let round = 0; round < total; round += 1) {
      const name = `Trouble ${round}`;
      const killed = round % 2 === 0;
      let copy = '';
      line.onContactAnswer = async () => {
        if (killed && copy === '') copy = await copyTo(`killed ${round}`);
        line.isCut = true;
        throw new TransportError('timeout');
      };
      await utopia.call('message.send', aRequest(caseId, name));
      for (const deadline = Date.now() + 15_000; !line.isCut; ) {
        if (Date.now() > deadline) throw new Error('The workstation did not meet the hub.');
        await utopia.call('sync.now', {});
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      line.onContactAnswer = () => undefined;
      // Killed there, the workstation finds its disk as it was at that moment.
      if (killed) await putBack(copy);
      else await utopia.signInAgain();
      line.isCut = false;
      await meet();
      await untilNothingWaits();
      expect(await olderCopy(), name).toBeNull();
    }
  });

  it('would pass unnoticed at a hub that remembers no contact: the proof above can fail', async () => {
    const copy = await copyTo('unnoticed');
    await meet();
    line.isForgetful = true;
    await putBack(copy);
    await utopia.until('status.get', {}, ({ connection, dataAsOf }) => connection === 'online' && dataAsOf !== null);
    await meetForgetful();
    expect(await olderCopy()).toBeNull();
    line.isForgetful = false;
    await utopia.call('sync.now', {});
    expect(await untilNoticed()).not.toBeNull();
    await utopia.call('sync.accept-older-copy', {});
    await untilNothingWaits();
  });

  it('is not suspected by a hub that was restored from a backup and has forgotten contacts', async () => {
    const sql = `select contact_number as number, contact_token as token from workstations where bureau = 'UTO'`;
    const [kept] = await hub.database.query<{ number: number; token: string }>(sql);
    for (let contacts = 0; contacts < 3; contacts += 1) await meet();
    await hub.database.query(`update workstations set contact_number = $1, contact_token = $2 where bureau = 'UTO'`, [
      kept?.number,
      kept?.token,
    ]);
    await meet();
    expect(await olderCopy()).toBeNull();
  });
});
