import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '#hub/start-hub.ts';
import { newId } from '#shared/lib/ids.ts';
import { makeEnvelope, testDeps } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { enrolNewBureau, type TestWorkstation } from '#test/helpers/hub-client.ts';

/** Every row of every table as text. */
async function dumpDatabase(hub: TestHub): Promise<string> {
  const tables = await hub.database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await hub.database.query<{ row: string }>(`select t::text as row from "${name}" t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
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
    const silent = { databaseUrl, port: 0, log: { level: 'silent' } } as const;
    await expect(startHub(silent)).rejects.toThrow('set HUB_SECRET');
    await expect(startHub({ ...silent, secret: 'wrong' })).rejects.toThrow('does not open');
    const again = await startHub({ ...silent, secret: 'correct horse' });
    expect(again.caPem).toBe(caPem);
    await again.close();
  });
});
