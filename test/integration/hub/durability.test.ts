import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '#hub/start-hub.ts';
import { openDatabase } from '#hub/store/database.ts';
import { offerResponse } from '#shared/protocol/acceptance.ts';
import { type DurablePostgres, startDurablePostgres } from '#test/helpers/durable-postgres.ts';
import { makeEnvelope } from '#test/helpers/envelopes.ts';
import { newTestDatabase, startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub, enrolNewBureau, enrolWorkstation, type TestWorkstation } from '#test/helpers/hub-client.ts';
import { runs } from '#test/helpers/runs.ts';

const ENVELOPES = 40;
const KILLS = runs(3, 50);

// Servers are started and killed, which takes its time on a busy machine.
describe('what the hub acknowledges', { timeout: 900_000 }, () => {
  let postgres: DurablePostgres;
  let hub: TestHub;
  let utopia: TestWorkstation;

  beforeAll(async () => {
    postgres = await startDurablePostgres();
    hub = await startTestHub({ databaseUrl: postgres.url, durable: true });
    utopia = await enrolNewBureau(hub, 'UTO');
  });
  afterAll(async () => {
    await hub.close().catch(() => undefined);
    await postgres.close();
  });

  it('is never acknowledged over a PostgreSQL that leaves out what durability needs', async () => {
    const lossy = { databaseUrl: await newTestDatabase(), port: 0, log: { level: 'silent' } } as const;
    await expect(startHub(lossy)).rejects.toThrow(
      /PostgreSQL runs with (fsync|synchronous_commit|full_page_writes)=off/,
    );
  });

  it('is in the flushed log before the answer, every time, with a sync of its own', async () => {
    const watch = openDatabase(postgres.url, () => undefined, 1);
    const syncs = async () => {
      const rows = await watch.query<{ fsyncs: number }>(
        `select sum(fsyncs)::bigint as fsyncs from pg_stat_io where object = 'wal'`,
      );
      return rows[0]?.fsyncs ?? 0;
    };
    const before = await syncs();
    for (let sequence = 1; sequence <= ENVELOPES; sequence++) {
      const envelope = await makeEnvelope({ sender: utopia, to: [utopia.bureau], sequence });
      const [verdict] = await utopia.offer(envelope);
      // The row tells which transaction wrote it; what that wrote must lie before the place the log is flushed to.
      const [seen] = await watch.query<{ flushed: boolean; code: string }>(
        `select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() or
                pg_wal_lsn_diff(pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn()) < 8192 as flushed,
                verdict->>'code' as code
           from answers where envelope_id = $1`,
        [envelope.id],
      );
      expect(verdict?.code).toBe('accepted');
      expect(seen).toEqual({ flushed: true, code: 'accepted' });
    }
    // Connections tell what they did when they end.
    await hub.close();
    await expect.poll(async () => (await syncs()) - before, { timeout: 20_000 }).toBeGreaterThanOrEqual(ENVELOPES);
    await watch.close();
    hub = await startTestHub({ databaseUrl: postgres.url, durable: true });
  });

  it('is there after PostgreSQL was killed right after the answer, however often', async () => {
    const ruritania = await enrolNewBureau(hub, 'RUR');
    const senders = [utopia, ruritania, await enrolWorkstation(hub, utopia.bureau)];
    const next = new Map([[utopia, ENVELOPES + 1]]);
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) {
      let up = true;
      const sending = senders.map(async (sender) => {
        while (up) {
          const sequence = next.get(sender) ?? 1;
          const envelope = await makeEnvelope({ sender, to: [utopia.bureau, ruritania.bureau], sequence });
          const answer = await askHub(hub, sender.identity, { path: '/v1/envelopes', json: { envelopes: [envelope] } });
          if (answer.status !== 200) continue;
          const [verdict] = offerResponse.parse(answer.body).verdicts;
          if (verdict?.code === 'accepted') acknowledged.add(envelope.id);
          // Its answer may have been lost with the server: then this number belongs to the envelope before.
          if (verdict?.code === 'accepted' || verdict?.code === 'sequence-used') next.set(sender, sequence + 1);
        }
      });
      const before = acknowledged.size;
      await expect
        .poll(() => acknowledged.size, { interval: 2, timeout: 60_000 })
        .toBeGreaterThan(before + 3 + (kill % 7));
      await postgres.kill();
      up = false;
      await Promise.all(sending);
      await hub.close().catch(() => undefined);
      await sleep(50);
      postgres = await postgres.restart();
      hub = await startTestHub({ databaseUrl: postgres.url, durable: true });
      const kept = await hub.database.query<{ id: string }>(
        `select distinct s.envelope_id as id from streams s join answers a on a.envelope_id = s.envelope_id
          where a.verdict->>'code' = 'accepted'`,
      );
      const ids = new Set(kept.map(({ id }) => id));
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    }
    expect((await hub.admin.verifyAudit()).every(({ brokenAt }) => brokenAt === null)).toBe(true);
  });
});
