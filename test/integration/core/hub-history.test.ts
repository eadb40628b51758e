import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubTransport } from '#core/sync/transport.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

const HOUR = 3_600_000;

describe('the hub’s history, as a workstation remembers it', () => {
  let now = Date.now();
  const clock = { now: () => now };
  let hub: TestHub;
  let station: TestWorkstation;
  /** Pages of the hub's audit chain the workstation was given. */
  let answered = 0;
  const counting = (transport: HubTransport): HubTransport => ({
    ...transport,
    send: async (request) => {
      const answer = await transport.send(request);
      if (request.path.startsWith('/v1/audit')) answered += 1;
      return answer;
    },
  });

  beforeAll(async () => {
    hub = await startTestHub({ clock });
    station = await TestWorkstation.create({ clock, throughTransport: counting });
    await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  });
  afterAll(async () => {
    await station.close();
    await hub.close();
  });

  const notices = async () => (await station.call('status.get', {})).notices;
  const headOf = async () =>
    (await hub.database.query<{ number: number }>(`select number from audit_heads where bureau = 'UTO'`))[0]?.number ??
    0;
  /** One more entry in the bureau's chain. */
  const grow = async () => {
    await hub.admin.createEnrolmentCode('UTO');
  };
  /** An hour later the workstation looks: what is said then, and as often as it takes until it is. */
  const look = async (satisfies: (codes: readonly string[]) => boolean) => {
    await expect
      .poll(
        async () => {
          await askOnce();
          return satisfies((await notices()).map(({ code }) => code));
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    return notices();
  };
  /** An hour later, until the workstation has asked and taken in the answer. */
  const askOnce = async () => {
    const before = answered;
    now += HOUR + 1;
    await station.call('sync.now', {});
    await expect.poll(() => answered, { timeout: 20_000 }).toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const signed = async () =>
    (
      await hub.database.query<{ number: number }>(
        `select max(number) as number from audit_checkpoints where bureau = 'UTO'`,
      )
    )[0]?.number;
  /** Until the hub has signed, and the workstation has seen, the chain as it is. */
  const lookInPeace = async () => {
    await expect
      .poll(
        async () => {
          await askOnce();
          return (await signed()) === (await headOf());
        },
        { timeout: 20_000 },
      )
      .toBe(true);
  };

  it('is followed and held against what was seen, without a word while it grows', async () => {
    await grow();
    await lookInPeace();
    await grow();
    await lookInPeace();
    expect(await notices()).toEqual([]);
  });

  it('is said to be another when an entry that was seen has gone, and no longer when it is back', async () => {
    const head = await headOf();
    const [row] = await hub.database.query<Record<string, unknown>>(
      `select * from audit where bureau = 'UTO' and number = $1`,
      [head],
    );
    const before = await hub.database.query<{ hash: string }>(
      `select hash from audit where bureau = 'UTO' and number = $1`,
      [head - 1],
    );
    await hub.database.query(`delete from audit where bureau = 'UTO' and number = $1`, [head]);
    await hub.database.query(`delete from audit_checkpoints where bureau = 'UTO' and number = $1`, [head]);
    await hub.database.query(`update audit_heads set number = $1, hash = $2 where bureau = 'UTO'`, [
      head - 1,
      before[0]?.hash,
    ]);
    const [said] = await look((codes) => codes.includes('hub-history-broken'));
    expect(said).toEqual({ code: 'hub-history-broken', params: { number: head, detail: 'truncated' } });

    await hub.database.query(`insert into audit select * from json_populate_record(null::audit, $1)`, [
      JSON.stringify(row),
    ]);
    await hub.database.query(`update audit_heads set number = $1, hash = $2 where bureau = 'UTO'`, [head, row?.hash]);
    await look((codes) => codes.length === 0);
    const trail = await station.call('audit.list', { search: 'sync.hub-history' });
    expect(trail.total).toBe(1);
  });

  it('is said to be restored when the hub says so, with how much of it is gone, and is followed from there', async () => {
    const base = await headOf();
    await grow();
    await lookInPeace();
    const rows = await hub.database.query<{ hash: string }>(
      `select hash from audit where bureau = 'UTO' and number = $1`,
      [base],
    );
    await hub.database.query(`delete from audit where bureau = 'UTO' and number > $1`, [base]);
    await hub.database.query(`delete from audit_checkpoints where bureau = 'UTO' and number > $1`, [base]);
    await hub.database.query(`update audit_heads set number = $1, hash = $2 where bureau = 'UTO'`, [
      base,
      rows[0]?.hash,
    ]);
    await hub.admin.beginEpoch();
    await grow();
    const [said] = await look((codes) => codes.includes('hub-history-restored'));
    expect(said).toEqual({ code: 'hub-history-restored', params: { number: base + 1, count: 1 } });
    await grow();
    await lookInPeace();
    expect((await notices()).map(({ code }) => code)).toEqual(['hub-history-restored']);
  });

  it('is not believed when another than the hub’s audit key has signed it', async () => {
    await hub.database.query(
      `update audit_checkpoints set signature = 'A' || substr(signature, 2, 84) || 'A' where bureau = 'UTO'`,
    );
    const [said] = await look((codes) => codes.includes('hub-history-broken'));
    expect(said?.params).toMatchObject({ detail: 'unsigned' });
  });
});
