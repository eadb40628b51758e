import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseId, newId } from '#shared/lib/ids.ts';
import { openColleague } from '#test/helpers/colleague.ts';
import { type DurablePostgres, startDurablePostgres } from '#test/helpers/durable-postgres.ts';
import { testDeps } from '#test/helpers/envelopes.ts';
import { FaultProxy } from '#test/helpers/fault-proxy.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { type HubProcess, startHubProcess } from '#test/helpers/hub-process.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const AT_ONCE_MS = 5_000;
/** A line that broke is shown for eight seconds more, and looked for every two. */
const SOON_MS = 14_000;

// The processes of the hub take their time to start on a busy machine.
describe('two workstations of a bureau, and one of another, at a hub of several processes', {
  timeout: 120_000,
}, () => {
  let postgres: DurablePostgres;
  let hub: TestHub;
  let processes: HubProcess[];
  let line: FaultProxy;
  let utopia: TestWorkstation;
  let colleague: TestWorkstation;
  let ruritania: TestWorkstation;
  const inCase = newId(testDeps) as CaseId;
  const stations = () => [utopia, colleague, ruritania];

  beforeAll(async () => {
    postgres = await startDurablePostgres();
    hub = await startTestHub({ databaseUrl: postgres.url });
    processes = await Promise.all(
      [['--workers', '2'], []].map((args) => startHubProcess(hub.databaseUrl, hub.caPem, args)),
    );
    const [workers, single] = processes.map(({ url }) => url) as [string, string];
    line = await FaultProxy.open(Number(new URL(workers).port));
    utopia = await TestWorkstation.create();
    await utopia.enrol(`https://localhost:${line.port}`, await hub.admin.createEnrolmentCode('UTO'));
    colleague = await openColleague({ url: single, admin: hub.admin }, utopia);
    ruritania = await TestWorkstation.create();
    await ruritania.enrol(workers, await hub.admin.createEnrolmentCode('RUR'));
  });
  afterAll(async () => {
    for (const station of stations()) await station.close();
    await line.close();
    await Promise.all(processes.map((one) => one.stop()));
    await hub.close();
    await postgres.close();
  });

  const others = (station: TestWorkstation) => station.call('presence.others', { caseId: inCase });
  const nobodyAt = (station: TestWorkstation, withinMs: number) =>
    station.until('presence.others', { caseId: inCase }, (all) => all.length === 0, withinMs);
  const somebodyAt = (station: TestWorkstation, withinMs = AT_ONCE_MS) =>
    station.until('presence.others', { caseId: inCase }, (all) => all.length > 0, withinMs);
  const show = (station: TestWorkstation, caseId: CaseId | null) => station.call('presence.show', { caseId });
  const bothShow = async () => {
    for (const station of stations())
      await station.until('status.get', {}, ({ connection }) => connection === 'online');
    for (const station of stations()) await show(station, inCase);
    await somebodyAt(utopia, SOON_MS);
    await somebodyAt(colleague, SOON_MS);
  };

  it('see each other by name, workstation and time while both have the case open, and the other bureau sees nobody', async () => {
    const before = Date.now();
    await bothShow();
    const [atUtopia, atColleague] = [await others(utopia), await others(colleague)];
    const nameOf = async (station: TestWorkstation) => (await station.call('workstation.info', {})).name;
    expect(atUtopia).toMatchObject([{ officer: 'Otto Officer', workstation: await nameOf(colleague) }]);
    expect(atColleague).toMatchObject([{ officer: 'Olaf Officer', workstation: await nameOf(utopia) }]);
    // The hub's clock is read to the second, from a header.
    for (const { since } of [...atUtopia, ...atColleague]) expect(Math.abs(since - before)).toBeLessThan(10_000);
    expect(await others(ruritania)).toEqual([]);
    expect(utopia.events).toContainEqual({ event: 'changed', tables: ['presence'] });
  });

  it('see who leaves the case leave at once', async () => {
    await bothShow();
    await show(colleague, null);
    await nobodyAt(utopia, AT_ONCE_MS);
    await show(colleague, newId(testDeps) as CaseId);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await others(utopia)).toEqual([]);
    await show(colleague, inCase);
    await somebodyAt(utopia);
    // And who only left it for a moment still sees who was there all the time.
    await show(colleague, null);
    await show(colleague, inCase);
    await somebodyAt(colleague);
  });

  it('show nobody to who has no line, and are not shown for long; both come back with it', async () => {
    await bothShow();
    line.cut();
    await nobodyAt(utopia, AT_ONCE_MS);
    await nobodyAt(colleague, SOON_MS);
    line.restore();
    await utopia.call('sync.now', {});
    await somebodyAt(colleague, 30_000);
    await somebodyAt(utopia);
  });

  it('do not see who has locked, and nothing waits in an outbox or stands in an audit trail over all this', async () => {
    await bothShow();
    const waiting = (await utopia.call('outbox.list', {})).filter(({ kind }) => kind !== 'record-changes');
    colleague.lock();
    await nobodyAt(utopia, SOON_MS);
    await colleague.signInAgain();
    await bothShow();
    expect(waiting).toEqual([]);
    for (const station of stations()) {
      const { rows } = await station.call('audit.list', { limit: 200 });
      expect(rows.filter(({ method }) => method.startsWith('presence'))).toEqual([]);
    }
    const events = await hub.database.query<{ event: string }>('select distinct event from audit order by 1');
    expect(events.map(({ event }) => event)).not.toContainEqual(expect.stringContaining('presence'));
  });

  it('go on to see each other when one process of the hub after the other is killed and replaced', async () => {
    await bothShow();
    const [workers] = processes as [HubProcess];
    const running = () => [...workers.said().matchAll(/\(process (\d+)\)/g)].map(([, pid]) => Number(pid));
    // One of the two carries the line of one workstation.
    for (const [index, pid] of running().slice(0, 2).entries()) {
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => running().length, { timeout: 60_000 }).toBe(3 + index);
      await utopia.call('sync.now', {});
      await somebodyAt(utopia, 60_000);
      await somebodyAt(colleague, 60_000);
    }
  });
});
