import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HubResponse, TransportError } from '#core/sync/transport.ts';
import { SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

describe('a round that fails at this workstation, and not on the line', () => {
  let station: SyncRounds;
  const connection = () => station.engine.status().connection;
  /** The database of the workstation does not take that it agreed with the hub. */
  const breakDatabase = () =>
    station.core.transaction(({ tx }) =>
      tx.run(`CREATE TRIGGER broken BEFORE INSERT ON sync_state WHEN new.name = 'epoch'
                BEGIN SELECT RAISE(ABORT, 'broken'); END`),
    );
  const mendDatabase = () => station.core.transaction(({ tx }) => tx.run('DROP TRIGGER broken'));

  beforeEach(async () => {
    station = await SyncRounds.begin();
  });
  afterEach(() => station.close());

  it.each<[string, () => void]>([
    ['by an error of its database', breakDatabase],
    [
      'by an error of the program',
      () => {
        station.answer = (request) => {
          if (request.path.startsWith('/v1/stream')) return undefined as unknown as HubResponse;
          return wellBehaved(request);
        };
      },
    ],
  ])('%s, is called that, and not a missing network', async (_what, fail) => {
    fail();
    await station.until(() => connection() === 'own-fault');
    const { since, ...status } = station.engine.status();
    expect(status).toMatchObject({ connection: 'own-fault', refusal: null });
    station.core.clock.at += 30_000;
    for (let second = 0; second < 60; second += 1) {
      await station.pass(1);
      // It stands until a round has ended well, though the hub is reached every time.
      expect(connection()).toBe('own-fault');
    }
    expect(station.engine.status().since).toBe(since);
    expect(station.log).toContain('a round of the synchronisation failed');
    expect(station.asked('/v1/directory')).toBeGreaterThan(3);
  });

  it('goes on by itself once that is over', async () => {
    breakDatabase();
    await station.pass(5);
    expect(connection()).toBe('own-fault');
    mendDatabase();
    await station.until(() => connection() === 'online');
  });

  it('is no more than that where the network goes as well', async () => {
    breakDatabase();
    await station.pass(5);
    station.answer = () => {
      throw new TransportError('offline');
    };
    await station.until(() => connection() === 'offline');
  });
});
