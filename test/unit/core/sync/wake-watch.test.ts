import { beforeEach, describe, expect, it } from 'vitest';
import type { WakeListener } from '#core/sync/transport.ts';
import { WakeWatch } from '#core/sync/wake-watch.ts';
import { TestTime } from '#test/helpers/test-time.ts';

const EPOCH = '01930000-0000-7000-8000-000000000000';

describe('the channel on which the hub says that there is something to look at', () => {
  let time: TestTime;
  let log: string[];
  let ofPresence: string[];
  let listener: WakeListener | null;
  let watch: WakeWatch;

  beforeEach(() => {
    time = new TestTime();
    log = [];
    ofPresence = [];
    listener = null;
    const seconds = () => `${time.now / 1000} s`;
    const openWake = (_path: string, given: WakeListener) => {
      listener = given;
      log.push(`${seconds()}: opened`);
      return {
        say: (text: string) => ofPresence.push(`said ${text}`),
        close: () => {
          log.push(`${seconds()}: closed`);
          given.onClose();
        },
      };
    };
    watch = new WakeWatch({
      random: { bytes: (length) => new Uint8Array(length).fill(255) },
      transport: { openWake, send: () => Promise.reject(new Error('Nothing is asked here.')), close: () => undefined },
      timers: time.timers,
      onCall: (call) => log.push(`${seconds()}: ${call?.type ?? 'something unknown'}`),
      onBroken: () => log.push(`${seconds()}: broken`),
      presence: {
        stands: (say) => say('who is here'),
        hears: ({ others }) => ofPresence.push(`${others.length} others`),
        broke: () => ofPresence.push('broke'),
      },
    });
    watch.open();
  });

  const says = (type: string, more: object = {}) =>
    listener?.onMessage(JSON.stringify({ type, epoch: EPOCH, head: 1, ...more }));

  it('hands on its greeting and each call, also in words it does not know, and no sign of life', () => {
    listener?.onOpen();
    for (const type of ['hello', 'heartbeat', 'look', 'directory', 'listen']) says(type);
    expect(log).toEqual(['0 s: opened', '0 s: hello', '0 s: look', '0 s: directory', '0 s: something unknown']);
  });

  it('that is silent for longer than the hub ever is, is taken for half open and opened anew', () => {
    listener?.onOpen();
    time.pass(40_000);
    says('heartbeat');
    time.pass(49_000);
    expect(log).toEqual(['0 s: opened']);
    time.pass(3_000);
    expect(log).toEqual(['0 s: opened', '90 s: closed', '90 s: broken', '92 s: opened']);
  });

  it('that never stands is tried ever more rarely; only the first time may it be the line itself', () => {
    for (let tries = 0; tries < 4; tries += 1) {
      listener?.onClose();
      time.pass(60_000);
    }
    expect(log).toEqual([
      '0 s: opened',
      '0 s: broken',
      '2 s: opened',
      '64 s: opened',
      '128 s: opened',
      '196 s: opened',
    ]);
  });

  it('does not rest any longer when the hub is reached again, and what fails then is told once more', () => {
    for (let tries = 0; tries < 4; tries += 1) {
      listener?.onClose();
      time.pass(60_000);
    }
    listener?.onClose();
    watch.openAfresh();
    listener?.onClose();
    time.pass(2_000);
    expect(log.slice(-3)).toEqual(['240 s: opened', '240 s: broken', '242 s: opened']);
  });

  it('carries who has a case open, to a hub that takes it and to no other, and never asks for a look over it', () => {
    listener?.onOpen();
    says('hello');
    expect(ofPresence).toEqual([]);
    says('hello', { presence: true });
    listener?.onMessage(JSON.stringify({ type: 'presence', token: 'A'.repeat(22), others: [] }));
    listener?.onClose();
    expect(ofPresence).toEqual(['said who is here', '0 others', 'broke']);
    expect(log).toEqual(['0 s: opened', '0 s: hello', '0 s: hello', '0 s: broken']);
  });

  it('is not opened again once the store is closed', () => {
    watch.close();
    time.pass(600_000);
    expect(log).toEqual(['0 s: opened', '0 s: closed']);
  });
});
