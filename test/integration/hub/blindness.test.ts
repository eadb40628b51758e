import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUpHub } from '#hub/services/backup.ts';
import { readBackupFile } from '#hub/services/backup-file.ts';
import { startHub, systemClock, systemRandom } from '#hub/start-hub.ts';
import { newId } from '#shared/lib/ids.ts';
import { caseTokenOf, presenceKeys, sealPresence } from '#shared/protocol/presence.ts';
import { dumpDatabase } from '#test/helpers/dumps.ts';
import { startDurablePostgres } from '#test/helpers/durable-postgres.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';
import { openWakeLine } from '#test/helpers/wake-line.ts';

/** Two workstations of a bureau have the same case open until each has heard of the other. @returns the token of the case */
async function meetInCase(hub: TestHub, one: TestWorkstation, caseId: string, officer: string): Promise<string> {
  const keys = await presenceKeys(one.bureau.privateKey);
  const token = await caseTokenOf(keys, caseId, '2026-11-28');
  const both = [one, await enrolWorkstation(hub, one.bureau)];
  const lines = both.map(({ identity }) => openWakeLine(hub, identity));
  for (const [index, line] of lines.entries()) {
    expect(await line.next()).toMatchObject({ type: 'hello', presence: true });
    const frame = { bureau: one.bureau.code, workstation: both[index]?.workstation ?? '', token };
    const body = { officer, since: '2026-11-28T09:42:00.000Z' };
    line.show({ token, sealed: await sealPresence(testDeps, keys, frame, body) });
  }
  for (const line of lines) await expect.poll(() => line.presence()?.others.length).toBe(1);
  for (const line of lines) line.close();
  return token;
}

describe('what the hub knows', () => {
  let hub: TestHub;
  let utopia: TestWorkstation;
  let ruritania: TestWorkstation;
  const lines: string[] = [];

  beforeAll(async () => {
    hub = await startTestHub({ log: { level: 'debug', stream: { write: (line) => lines.push(line) } } });
    utopia = await enrolNewBureau(hub, 'UTO');
    ruritania = await enrolNewBureau(hub, 'RUR');
    await hub.admin.importRecords('nominal', [{ recordId: 'N-1', name: 'ZORKOVA' }]);
  });
  afterAll(() => hub.close());

  it('is nothing of what is inside a sealed body: 50 canaries stand in no table and no log line', async () => {
    const canaries = Array.from({ length: 50 }, () => `canary-${randomUUID()}`);
    for (const [index, canary] of canaries.entries()) {
      const content = { subject: canary, text: canary };
      const envelope = await makeEnvelope({ sender: utopia, to: [ruritania.bureau], sequence: index + 1, content });
      expect((await utopia.offer(envelope))[0]?.code).toBe('accepted');
    }
    const everything = `${await dumpDatabase(hub)}\n${lines.join('\n')}`;
    expect(everything).toContain(utopia.workstation);
    for (const canary of canaries) {
      expect(everything).not.toContain(canary);
      expect(everything).not.toContain(Buffer.from(canary).toString('base64').slice(4, 30));
      expect(everything).not.toContain(Buffer.from(canary).toString('hex'));
    }
  });

  it('is neither the case nor the person when two have the same case open: they stand in no table and no log line, nor does the token', async () => {
    const [caseId, officer] = [randomUUID(), `Canary ${randomUUID()}`];
    const token = await meetInCase(hub, utopia, caseId, officer);
    const everything = `${await dumpDatabase(hub)}\n${lines.join('\n')}`;
    for (const canary of [caseId, caseId.replaceAll('-', ''), officer, token]) expect(everything).not.toContain(canary);
  });

  it('is nothing of it in the write-ahead log, in any other file of the database, or in a back-up', async () => {
    const postgres = await startDurablePostgres();
    const own = await startTestHub({ databaseUrl: postgres.url });
    const sender = await enrolNewBureau(own, 'UTO');
    const canaries = Array.from({ length: 50 }, () => `canary-${randomUUID()}`);
    for (const [index, canary] of canaries.entries()) {
      const envelope = await makeEnvelope({
        sender,
        to: [sender.bureau],
        sequence: index + 1,
        content: { text: canary },
      });
      expect((await sender.offer(envelope))[0]?.code).toBe('accepted');
    }
    const [caseId, officer] = [randomUUID(), `Canary ${randomUUID()}`];
    await meetInCase(own, sender, caseId, officer);
    const backup = join(postgres.data, '..', 'backup');
    const deps = { clock: systemClock, random: systemRandom, database: own.database };
    await backUpHub(deps, backup, 'a secret that is long enough');
    const lines: string[] = [];
    await readBackupFile(backup, 'a secret that is long enough', async (_facts, read) => {
      for await (const line of read) lines.push(line);
    });
    await own.database.query('checkpoint');
    await own.close();
    const files = await readdir(postgres.data, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
    );
    const everything = [...contents, Buffer.from(lines.join('\n')), await readFile(backup)];
    const holds = (text: string) => everything.filter((bytes) => bytes.includes(text)).length;
    // The search finds what is there: a workstation's id in the tables, in the write-ahead log and in the opened back-up.
    expect(holds(sender.workstation)).toBeGreaterThanOrEqual(2);
    expect(files.filter((entry) => entry.parentPath.endsWith('pg_wal') && entry.isFile()).length).toBeGreaterThan(0);
    for (const canary of [...canaries, caseId, officer]) {
      expect(holds(canary)).toBe(0);
      expect(holds(Buffer.from(canary).toString('base64').slice(4, 30))).toBe(0);
      expect(holds(Buffer.from(canary).toString('hex'))).toBe(0);
    }
    await postgres.close();
  });

  it('is never written to the logs: not a query, a name, a record or a wrong value, also when a request fails', async () => {
    const canary = `Canary${randomUUID().replaceAll('-', '')}`;
    const ask = (query: object) => ({ checkId: newId(testDeps), database: 'nominal', purpose: 'warn', query });
    await utopia.ask({ path: '/v1/checks', json: ask({ name: canary }) });
    await utopia.ask({ path: '/v1/checks', json: ask({ name: canary, sex: canary }) });
    await utopia.ask({ path: `/v1/checks/nominal/records/${canary}?purpose=warn` });
    await utopia.ask({ path: `/v1/${canary}?name=${canary}` });
    await utopia.ask({ path: '/v1/envelopes', json: { envelopes: [{ text: canary }] } });
    await utopia.ask({ method: 'POST', path: '/v1/checks', bytes: Buffer.from(`{"${canary}`) });
    await hub.database.query(`alter table checks add constraint impossible check (false) not valid`);
    const failed = await utopia.ask({ path: '/v1/checks', json: ask({ name: canary }) });
    expect(failed.status).toBe(500);
    await hub.database.query('alter table checks drop constraint impossible');
    expect(lines.some((line) => line.includes('request failed'))).toBe(true);
    expect(lines.join('\n').toLowerCase()).not.toContain(canary.toLowerCase());
  });

  it('keeps the key of its certificate authority sealed when it was given a secret, and opens with no other', async () => {
    const databaseUrl = await newTestDatabase();
    const sealed = await startTestHub({ databaseUrl, secret: 'correct horse' });
    expect(await dumpDatabase(sealed)).not.toContain('PRIVATE KEY');
    const { caPem } = sealed;
    await sealed.close();
    const silent = { databaseUrl, port: 0, log: { level: 'silent' }, durable: false } as const;
    await expect(startHub(silent)).rejects.toThrow('set HUB_SECRET');
    await expect(startHub({ ...silent, secret: 'wrong' })).rejects.toThrow('does not open');
    const again = await startHub({ ...silent, secret: 'correct horse' });
    expect(again.caPem).toBe(caPem);
    await again.close();
  });
});
