import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeNewKeys } from '#core/enrolment/new-keys.ts';
import { olderCopy } from '#core/store/tables/contact.ts';
import { putSyncState } from '#core/store/tables/sync-state.ts';
import { startSync } from '#core/sync/start-sync.ts';
import type { SyncEngine } from '#core/sync/sync-engine.ts';
import { type HubRequest, type HubResponse, TransportError, type WakeListener } from '#core/sync/transport.ts';
import { answers } from '#shared/protocol/answers.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { TestTime } from '#test/helpers/test-time.ts';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): HubResponse => ({
  status,
  headers,
  body: Buffer.from(JSON.stringify(body)),
});
const MINUTE = 60_000;
const busy = (headers: Record<string, string> = {}) => json(answers.busy.status, toProtocolError('busy'), headers);

describe('the round of the synchronisation', () => {
  let core: CoreStation;
  let time: TestTime;
  let log: string[];
  let engine: SyncEngine;
  let answer: (request: HubRequest) => HubResponse;
  let wake: WakeListener | null;

  beforeEach(async () => {
    core = await CoreStation.open();
    time = new TestTime();
    log = [];
    wake = null;
    core.transaction(({ tx }) => putSyncState(tx, 'stream-cursor', '7'));
    const { signingPrivateKey, signingPublicKey } = await makeNewKeys({ random: systemRandom });
    const { store, attachments, identity } = core.station;
    engine = startSync({
      store,
      attachments,
      identity: { ...identity, signingPrivateKey, signingPublicKey },
      emit: () => undefined,
      isFull: () => false,
      clock: { now: () => core.clock.now() + time.now },
      // The longest of every wait.
      random: { bytes: (length) => new Uint8Array(length).fill(255) },
      log: { error: (what) => log.push(what), info: () => undefined },
      timers: time.timers,
      monotonicMs: time.monotonicMs,
      openTransport: () => ({
        send: async (request) => {
          log.push(`${time.now / 1000} s: ${request.method} ${request.path}`);
          return answer(request);
        },
        openWake: (_path, listener) => {
          wake = listener;
          return { say: () => undefined, close: () => undefined };
        },
        close: () => undefined,
      }),
    });
  });
  afterEach(() => {
    engine.close();
    core.close();
  });

  /** How often this was asked for. */
  const asked = (path: string) => log.filter((line) => line.includes(path)).length;

  /** Time passes second by second; what is answered in one has been taken in at its end. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      time.pass(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('waits ever longer where there is no network, up to two thirds of a minute', async () => {
    answer = () => {
      throw new TransportError('offline');
    };
    await pass(200);
    const at = log.map((line) => Number(line.split(' ')[0]));
    expect(at.slice(0, 8)).toEqual([0, 2, 4, 8, 16, 32, 64, 104]);
    expect(engine.status().connection).toBe('offline');
  });

  it('goes on when the disk becomes full while what was being sent is put back to wait', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    answer = () => {
      throw new TransportError('offline');
    };
    await core.call('message.send', messageInput());
    core.transaction(({ tx }) => tx.run("UPDATE outbox SET state = 'sending', sequence = 1, envelope = '{}'"));
    vi.spyOn(core.fs, 'write').mockImplementation(() => {
      throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    });
    await pass(10);
    expect([engine.status().connection, unhandled]).toEqual(['offline', []]);
    expect(log.filter((line) => line.includes('GET')).length).toBeGreaterThan(1);
    process.off('unhandledRejection', note);
  });

  it('comes back no sooner than the hub asked for, also when something new waits', async () => {
    answer = () => busy({ 'retry-after': '30' });
    await pass(10);
    await core.call('message.send', messageInput());
    await pass(10);
    expect(log).toEqual(['0 s: GET /v1/directory']);
    expect(engine.status().connection).toBe('connecting');
    await pass(20);
    expect(log).toEqual(['0 s: GET /v1/directory', '36 s: GET /v1/directory']);
  });

  describe('tries at once what was put off, where the clock of the machine was set back', () => {
    const putOff = async () => {
      await core.call('message.send', messageInput());
      core.transaction(({ tx, now }) => tx.run('UPDATE outbox SET next_attempt_at = ?', [now + 5 * MINUTE]));
    };
    const isPutOff = () =>
      core.station.store.read.get('SELECT 1 FROM outbox WHERE next_attempt_at IS NOT NULL') !== undefined;

    it('while it works', async () => {
      await pass(5);
      await putOff();
      await pass(5);
      expect(isPutOff()).toBe(true);
      core.clock.at -= 4 * MINUTE;
      engine.wake();
      await pass(1);
      expect(isPutOff()).toBe(false);
    });

    it('before it began', async () => {
      await putOff();
      core.transaction(({ tx, now }) => putSyncState(tx, 'data-as-of', String(now + 4 * MINUTE)));
      await pass(1);
      expect(isPutOff()).toBe(false);
    });
  });

  it('does not make a person wait who wants it tried now', async () => {
    answer = () => busy({ 'retry-after': '600' });
    await pass(5);
    engine.wake();
    await pass(5);
    expect(log).toEqual(['0 s: GET /v1/directory', '5 s: GET /v1/directory']);
  });

  it('tells what is not the hub apart from no network, and goes on trying', async () => {
    answer = () => {
      throw new TransportError('untrusted');
    };
    await pass(5);
    expect(engine.status().connection).toBe('untrusted');
    expect(log.length).toBeGreaterThan(1);
  });

  it('begins when the hub calls, but not for what the stream has brought already', async () => {
    const epoch = '01930000-0000-7000-8000-000000000000';
    answer = ({ path }) => {
      if (path === '/v1/directory') return json(304, null);
      if (path === '/v1/contact') return json(200, { standing: 'agreed', number: 1, nextSequence: 1, at: null });
      if (path.startsWith('/v1/audit')) return json(200, { checkpoint: null, entries: [] });
      return json(200, { epoch, resumeAfter: 7, items: [], head: 7 });
    };
    await pass(3);
    const roundsAfter = async (type: string, head: number, of = epoch) => {
      wake?.onMessage(JSON.stringify({ type, epoch: of, head }));
      await pass(3);
      return asked('/v1/stream');
    };
    expect(asked('/v1/stream')).toBe(1);
    expect(await roundsAfter('look', 7)).toBe(1);
    expect(await roundsAfter('look', 8)).toBe(2);
    expect(await roundsAfter('look', 6, '01930000-0000-7000-8000-000000000001')).toBe(3);
    expect(await roundsAfter('directory', 7)).toBe(4);
    expect(await roundsAfter('heartbeat', 8)).toBe(4);
    expect(await roundsAfter('something new', 7)).toBe(5);
  });

  describe('asks for the directory and makes a contact', () => {
    const EPOCH = '01930000-0000-7000-8000-000000000000';
    const OTHER = '01930000-0000-7000-8000-000000000001';
    let epoch: string;
    let nextSequence: number;
    const call = (type: string, head: number, of = epoch) => wake?.onMessage(JSON.stringify({ type, epoch: of, head }));
    /** Rounds, and how many of them asked for the directory and made a contact. */
    const seen = () => [asked('/v1/stream'), asked('/v1/directory'), asked('/v1/contact')];

    beforeEach(async () => {
      epoch = EPOCH;
      nextSequence = 1;
      answer = ({ path }) => {
        if (path === '/v1/directory') return json(304, null);
        if (path === '/v1/contact') return json(200, { standing: 'agreed', number: 1, nextSequence, at: null });
        if (path.startsWith('/v1/audit')) return json(200, { checkpoint: null, entries: [] });
        return json(200, { epoch, resumeAfter: 7, items: [], head: 7 });
      };
      await pass(1);
    });

    it('about once a minute, whatever the hub calls for in between', async () => {
      expect(seen()).toEqual([1, 1, 1]);
      for (let head = 8; head < 28; head += 1) {
        call('look', head);
        await pass(2);
      }
      expect(seen()).toEqual([21, 1, 1]);
      await pass(31);
      expect(seen()).toEqual([22, 2, 2]);
    });

    it('when the directory has changed, and when the wake line broke', async () => {
      call('directory', 7);
      await pass(1);
      expect(seen()).toEqual([2, 2, 2]);
      wake?.onClose();
      await pass(1);
      expect(seen()).toEqual([3, 3, 3]);
    });

    it('when a person wants it tried now, and after a failure', async () => {
      engine.wake();
      await pass(1);
      expect(seen()).toEqual([2, 2, 2]);
      const well = answer;
      answer = () => {
        throw new TransportError('offline');
      };
      call('look', 8);
      await pass(1);
      answer = well;
      await pass(3);
      expect(seen().slice(1)).toEqual([3, 3]);
    });

    it('when the stream is of another history of the hub', async () => {
      epoch = OTHER;
      call('look', 8, EPOCH);
      await pass(2);
      expect(seen()).toEqual([3, 2, 2]);
    });

    it('and sends nothing, in any round, where the hub has more of it than it knows of', async () => {
      nextSequence = 5;
      engine.wake();
      await pass(1);
      await core.call('message.send', messageInput());
      call('look', 8);
      await pass(1);
      expect(asked('/v1/envelopes')).toBe(0);
      expect(olderCopy(core.station.store.read)).toMatchObject({ sentSince: 4, accepted: false });
    });
  });
});
