import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubTransport } from '#core/sync/transport.ts';
import type { Output } from '#shared/ipc/contract.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { refusalOf } from '#test/helpers/stick.ts';
import { CuttableLine, TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let ruritania: TestWorkstation;
let first: TestWorkstation;
/** What was opened in a test, to be closed after it. */
const opened: TestWorkstation[] = [];

async function enrolled(bureau: string, through?: (inner: HubTransport) => HubTransport): Promise<TestWorkstation> {
  const station = await TestWorkstation.create(through ? { throughTransport: through } : {});
  opened.push(station);
  await station.enrol(hub.url, await hub.admin.createEnrolmentCode(bureau));
  return station;
}

async function send(from: TestWorkstation, to: string, subject: string): Promise<void> {
  const body = 'Please confirm the identity of the holder of passport R1234567 and the date of its issue.';
  await from.call('message.send', {
    caseId: null,
    to: [to],
    subject,
    body,
    priority: 'routine',
    handling: 'H1',
    purpose: 'obtain-information',
    answerBy: Date.now() + 48 * 3_600_000,
  });
}

const overview = (station: TestWorkstation) => station.call('bureau-keys.overview', {});
const idOf = async (station: TestWorkstation): Promise<WorkstationId> =>
  (await station.call('workstation.info', {})).workstationId;
const isThere = (subject: string) => (list: Output<'message.list'>) => list.rows.some((row) => row.subject === subject);
const readsOn = (station: TestWorkstation, subject: string) => station.until('message.list', {}, isThere(subject));
/** The administrator of one workstation confirms another, with the digits as they stand on its own screen. */
async function confirm(on: TestWorkstation, joining: TestWorkstation): Promise<void> {
  const id = await idOf(joining);
  const { fingerprint } = (await joining.call('status.get', {})).waitingForKeys ?? { fingerprint: '' };
  await on.until('bureau-keys.overview', {}, ({ workstations }) => workstations.some((one) => one.id === id));
  await on.signInAgain('admin');
  await on.call('bureau-keys.confirm', { id, fingerprint });
  await on.signInAgain();
}

const untilHanded = (station: TestWorkstation) =>
  station.until('status.get', {}, ({ waitingForKeys }) => waitingForKeys === null);

async function joined(on: TestWorkstation, through?: (inner: HubTransport) => HubTransport): Promise<TestWorkstation> {
  const station = await enrolled('UTO', through);
  await station.until('status.get', {}, ({ waitingForKeys }) => waitingForKeys !== null);
  await confirm(on, station);
  await untilHanded(station);
  return station;
}

beforeEach(async () => {
  hub = await startTestHub();
  ruritania = await enrolled('RUR');
  first = await enrolled('UTO');
  await ruritania.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'UTO' && reachable));
  await first.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
});

afterEach(async () => {
  for (const station of opened.splice(0)) await station.close();
  await hub.close();
});

describe('a second workstation of a bureau', () => {
  it('enrols without the key, waits, and reads what came before and after it once it was confirmed', async () => {
    await send(ruritania, 'UTO', 'Before the second workstation existed: holder of passport 1');
    await readsOn(first, 'Before the second workstation existed: holder of passport 1');
    const second = await enrolled('UTO');
    const secondId = await idOf(second);
    await send(ruritania, 'UTO', 'While it waits: holder of passport 2');

    const waiting = await second.until('status.get', {}, ({ waitingForKeys }) => (waitingForKeys?.kept ?? 0) >= 2);
    expect(waiting.waitingForKeys?.fingerprint).toMatch(/^\d{5}( \d{5}){11}$/);
    expect((await second.call('message.list', {})).rows).toEqual([]);
    // It works locally all the same.
    await second.call('note.add', { caseId: (await newCase(second)).id, body: 'Seen at the harbour.' });

    await confirm(first, second);
    await untilHanded(second);
    await send(ruritania, 'UTO', 'After it was confirmed: holder of passport 3');
    await readsOn(second, 'After it was confirmed: holder of passport 3');
    // What was kept is opened beside the new one.
    await second.until('message.list', {}, ({ rows }) => rows.length >= 3);
    const subjects = (await second.call('message.list', {})).rows.map(({ subject }) => subject).toSorted();
    expect(subjects).toEqual([
      'After it was confirmed: holder of passport 3',
      'Before the second workstation existed: holder of passport 1',
      'While it waits: holder of passport 2',
    ]);
    // The sender has heard of the first two from the first workstation, and of the third from whichever spoke first.
    await second.until('outbox.list', {}, (items) => items.length === 0);
    await first.until('outbox.list', {}, (items) => items.length === 0);
    const receipts = `select workstation from envelopes where bureau = 'UTO' and document ->> 'kind' = 'message-receipt'`;
    const told = (await hub.database.query<{ workstation: string }>(receipts)).map(({ workstation }) => workstation);
    const bySecond = told.filter((id) => id === secondId).length;
    expect([told.length >= 3, bySecond <= 1, told.length - bySecond <= 3]).toEqual([true, true, true]);
    // And each of them once, on the first one too.
    expect((await first.call('message.list', {})).rows.map(({ subject }) => subject).toSorted()).toEqual(subjects);
    expect((await overview(first)).workstations.map(({ state }) => state)).toEqual(['here', 'holds']);
    await second.until('bureau-keys.overview', {}, ({ workstations }) =>
      workstations.every(({ state }) => state !== 'waiting'),
    );
  }, 60_000);

  it('is handed nothing without an administrator who has compared its digits, however long it waits', async () => {
    const second = await enrolled('UTO');
    const id = await idOf(second);
    const { waitingForKeys } = await second.until('status.get', {}, (status) => status.waitingForKeys !== null);
    const fingerprint = waitingForKeys?.fingerprint ?? '';
    const seen = await first.until('bureau-keys.overview', {}, ({ workstations }) => workstations.length === 2);
    expect(seen.workstations.find((one) => one.id === id)).toMatchObject({ state: 'waiting', fingerprint });

    expect(await refusalOf(first.call('bureau-keys.confirm', { id, fingerprint }))).toBe('forbidden');
    await first.signInAgain('admin');
    expect((await first.call('status.get', {})).joining).toEqual([(await second.call('workstation.info', {})).name]);
    const slip = fingerprint.slice(0, -1) + ((Number(fingerprint.at(-1)) + 1) % 10);
    expect(await refusalOf(first.call('bureau-keys.confirm', { id, fingerprint: slip }))).toBe('fingerprint-differs');
    // Nor can it confirm itself or anybody.
    await second.signInAgain('admin');
    expect(await refusalOf(second.call('bureau-keys.confirm', { id, fingerprint }))).toBe('waiting-for-keys');
    expect(await refusalOf(second.call('bureau-keys.renew', {}))).toBe('waiting-for-keys');

    await first.signInAgain();
    await first.call('sync.now', {});
    await first.until('outbox.list', { finished: true }, (items) => items.length === 0);
    const rows = await hub.database.query("select 1 from envelopes where document->>'kind' = 'bureau-keys'");
    expect(rows).toEqual([]);
    expect((await second.call('status.get', {})).waitingForKeys).not.toBeNull();
  }, 60_000);

  it('takes the keys from several workstations at once, and they are the same keys', async () => {
    const second = await joined(first);
    const third = await enrolled('UTO');
    await third.until('status.get', {}, ({ waitingForKeys }) => waitingForKeys !== null);
    await Promise.all([confirm(first, third), confirm(second, third)]);
    await untilHanded(third);
    await send(ruritania, 'UTO', 'Read by all three: holder of passport 1');
    for (const station of [first, second, third]) await readsOn(station, 'Read by all three: holder of passport 1');
    for (const station of [first, second, third])
      await station.until('bureau-keys.overview', {}, ({ workstations }) =>
        workstations.every(({ state }) => state === 'here' || state === 'holds'),
      );
  }, 90_000);

  it('holds what it wrote while it waited as its colleagues do: in the order of the stream, once the keys have come', async () => {
    const line = new CuttableLine();
    const other = await joined(first, line.through);
    const late = await enrolled('UTO');
    await late.until('status.get', {}, ({ waitingForKeys }) => waitingForKeys !== null);
    const { id } = await late.call('case.create', caseInput({ title: 'Begun without the keys' }));
    await other.until('case.list', {}, ({ rows }) => rows.some((row) => row.id === id));
    line.isCut = true;
    const change = async (station: TestWorkstation, handling: 'H0' | 'H2') => {
      const { version } = await station.call('case.get', { id });
      await station.call('case.update', { id, version, changes: { handling } });
    };
    await change(late, 'H2');
    await change(other, 'H0');
    await late.until('status.get', {}, ({ waiting }) => waiting === 0);
    line.isCut = false;
    await other.call('sync.now', {});
    await other.until('status.get', {}, ({ waiting }) => waiting === 0);
    await confirm(first, late);
    await untilHanded(late);
    const shown = [];
    for (const station of [first, other, late]) {
      await station.until('conflict.list', {}, ({ length }) => length === 1);
      shown.push((await station.call('case.get', { id })).handling);
    }
    expect(shown).toEqual(['H2', 'H2', 'H2']);
  });

  it('writes who confirmed whom, with the digits, and what was handed over', async () => {
    const second = await joined(first);
    await first.signInAgain('officer');
    const trail = (await first.call('audit.list', { search: 'bureau-keys.confirm' })).rows;
    expect(trail).toMatchObject([{ user: 'admin', subject: 'workstation', subjectId: await idOf(second) }]);
    expect((await second.call('audit.list', { search: 'sync.bureau-keys-received' })).rows).toHaveLength(1);
  }, 60_000);
});

describe('the key of a bureau', () => {
  it('is renewed when a workstation is revoked: those that stay read old and new, the revoked one nothing more', async () => {
    const lost = new CuttableLine();
    const second = await joined(first);
    const third = await joined(first, lost.through);
    const before = await overview(first);
    await send(ruritania, 'UTO', 'Before the revocation: holder of passport 1');
    for (const station of [first, second, third]) await readsOn(station, 'Before the revocation: holder of passport 1');

    await hub.admin.revokeWorkstation(await idOf(third));
    for (const station of [first, second])
      await station.until(
        'bureau-keys.overview',
        {},
        ({ key, isWaiting }) => key !== null && key.fingerprint !== before.key?.fingerprint && !isWaiting,
      );
    expect(await third.until('status.get', {}, ({ connection }) => connection === 'refused')).toMatchObject({
      refusal: 'workstation-revoked',
    });
    await ruritania.until('bureau-keys.overview', {}, ({ others }) =>
      others.some(({ code, before: old }) => code === 'UTO' && old !== null),
    );
    await send(ruritania, 'UTO', 'After the revocation: holder of passport 2');
    for (const station of [first, second]) {
      await readsOn(station, 'After the revocation: holder of passport 2');
      expect((await overview(station)).retired).toBe(1);
    }
    // The new key travelled, and nothing after the revocation was sealed to the revoked machine.
    const since = await hub.database.query<{ kind: string; toRevoked: boolean }>(
      `select e.document->>'kind' as kind,
              exists (select 1 from json_array_elements(e.document->'body'->'recipients') r
                       where r->>'keyId' in (select device_key_id from workstations where status = 'revoked')) as "toRevoked"
         from envelopes e
        where e.received_at >= (select max(at) from audit where bureau = 'UTO' and event = 'workstation-revoked')`,
    );
    expect(since.filter(({ kind }) => kind === 'bureau-keys').length).toBeGreaterThan(0);
    expect(since.filter(({ toRevoked }) => toRevoked)).toEqual([]);
    expect((await hub.admin.status()).bureaus.find(({ code }) => code === 'UTO')).toMatchObject({ keys: 1 });
    // Who joins now still reads what was sent under the old key.
    const fourth = await joined(second);
    await readsOn(fourth, 'Before the revocation: holder of passport 1');
    await readsOn(fourth, 'After the revocation: holder of passport 2');
  }, 120_000);

  it('is renewed once when two workstations do so at the same moment: the first one’s key is used by both', async () => {
    const second = await joined(first);
    const before = await overview(first);
    await Promise.all([first.signInAgain('admin'), second.signInAgain('admin')]);
    expect(await refusalOf(ruritania.call('bureau-keys.renew', {}))).toBe('forbidden');
    await Promise.all([first.call('bureau-keys.renew', {}), second.call('bureau-keys.renew', {})]);
    const isNew = ({ key, isRenewing, isWaiting }: Output<'bureau-keys.overview'>) =>
      key !== null && key.fingerprint !== before.key?.fingerprint && !isRenewing && !isWaiting;
    const [one, other] = [
      await first.until('bureau-keys.overview', {}, isNew),
      await second.until('bureau-keys.overview', {}, isNew),
    ];
    expect(other.key).toEqual(one.key);
    expect((await hub.admin.status()).bureaus.find(({ code }) => code === 'UTO')).toMatchObject({ keys: 1 });
    await send(ruritania, 'UTO', 'To the new key: holder of passport 1');
    await Promise.all([first.signInAgain(), second.signInAgain()]);
    for (const station of [first, second]) await readsOn(station, 'To the new key: holder of passport 1');
  }, 60_000);

  it('is renewed once more when one that was handed the new key is revoked before the hub has it', async () => {
    const line = new CuttableLine();
    const renewing = await joined(first, line.through);
    const lost = await joined(first);
    const before = await overview(first);
    await renewing.until('bureau-keys.overview', {}, ({ workstations }) =>
      workstations.every(({ state }) => state === 'here' || state === 'holds'),
    );
    line.loses = '/v1/bureau-key';
    await renewing.signInAgain('admin');
    await renewing.call('bureau-keys.renew', {});
    // The new key is with all of them, and nobody can seal to it yet.
    await lost.until('audit.list', { search: 'sync.bureau-keys-received' }, ({ rows }) => rows.length === 2);
    await hub.admin.revokeWorkstation(await idOf(lost));
    line.loses = null;
    await renewing.call('sync.now', {});
    await first.until('bureau-keys.overview', {}, ({ retired, isRenewing, isWaiting }) => {
      return retired === 2 && !isRenewing && !isWaiting;
    });
    expect((await overview(first)).key?.fingerprint).not.toBe(before.key?.fingerprint);
    await send(ruritania, 'UTO', 'After the revocation: holder of passport 2');
    await renewing.signInAgain();
    for (const station of [first, renewing]) await readsOn(station, 'After the revocation: holder of passport 2');
  }, 120_000);

  it('may change while a message waits that was sealed to the old one: it is sealed anew and arrives once', async () => {
    const line = new CuttableLine();
    const zubrovia = await enrolled('ZUB', line.through);
    await zubrovia.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'UTO' && reachable));
    line.losesOffers = true;
    await send(zubrovia, 'UTO', 'Sealed to a key that is renewed meanwhile: holder of passport 1');
    await zubrovia.until('outbox.list', {}, (items) => items.some(({ attempts }) => attempts > 0));
    const before = await overview(first);
    await first.signInAgain('admin');
    await first.call('bureau-keys.renew', {});
    await first.until('bureau-keys.overview', {}, ({ key }) => key?.fingerprint !== before.key?.fingerprint);
    await first.signInAgain();
    line.losesOffers = false;
    await zubrovia.call('sync.now', {});
    await readsOn(first, 'Sealed to a key that is renewed meanwhile: holder of passport 1');
    await zubrovia.until('outbox.list', {}, (items) => items.length === 0);
    const refused = await hub.database.query<{ code: string }>(
      "select details->>'code' as code from audit where bureau = 'ZUB' and event = 'envelope-refused'",
    );
    expect(refused).toEqual([{ code: 'recipient-key-unknown' }]);
    expect((await first.call('message.list', {})).rows).toHaveLength(1);
  }, 60_000);

  it('is pinned by other bureaus: a change is told until an officer has compared it, and written down', async () => {
    const status = await ruritania.until('status.get', {}, ({ dataAsOf }) => dataAsOf !== null);
    expect(status.changedKeys).toEqual([]);
    const own = await overview(first);
    const seen = (await overview(ruritania)).others.find(({ code }) => code === 'UTO');
    expect(seen).toMatchObject({ key: { fingerprint: own.key?.fingerprint }, before: null });

    await first.signInAgain('admin');
    await first.call('bureau-keys.renew', {});
    await ruritania.until('status.get', {}, ({ changedKeys }) => changedKeys.includes('UTO'));
    const changed = (await overview(ruritania)).others.find(({ code }) => code === 'UTO');
    expect(changed?.before?.fingerprint).toBe(own.key?.fingerprint);
    expect(changed?.key?.fingerprint).toBe((await overview(first)).key?.fingerprint);
    await ruritania.call('bureau-keys.accept', { bureau: 'UTO', keyId: changed?.key?.keyId ?? '' });
    expect((await ruritania.call('status.get', {})).changedKeys).toEqual([]);
    const trail = await ruritania.call('audit.list', { search: 'bureau-key' });
    expect(trail.rows.map(({ method }) => method).toSorted()).toEqual([
      'bureau-keys.accept',
      'sync.bureau-key-changed',
    ]);
  }, 60_000);

  it('that no workstation holds any more is replaced by the next one that enrols', async () => {
    await hub.admin.revokeWorkstation(await idOf(first));
    await hub.admin.loseBureauKeys('UTO');
    const anew = await enrolled('UTO');
    expect((await anew.until('status.get', {}, ({ dataAsOf }) => dataAsOf !== null)).waitingForKeys).toBeNull();
    await ruritania.until('status.get', {}, ({ changedKeys }) => changedKeys.includes('UTO'));
    await send(ruritania, 'UTO', 'To the bureau begun anew: holder of passport 1');
    await readsOn(anew, 'To the bureau begun anew: holder of passport 1');
  }, 60_000);
});

async function newCase(station: TestWorkstation): Promise<Output<'case.create'>> {
  return station.call('case.create', {
    title: 'Forged permits at the harbour',
    crimeArea: 'people-smuggling',
    priority: 'normal',
    purpose: 'obtain-information',
    handling: 'H1',
    marking: 'for-official-use-only',
    officerId: null,
    description: '',
  });
}
