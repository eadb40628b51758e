import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GatheredArrivals } from '../../../../renderer/ui/frame/gathered-arrivals.ts';

/** What is on the screen: by the id of the notice, the bureaus it counts. */
const screen = new Map<string, { priority: string; bureaus: readonly string[]; close: () => void }>();
let shown = 0;

function gathered(): GatheredArrivals {
  return new GatheredArrivals(
    (priority, bureaus, onClose) => {
      shown += 1;
      const id = `notice ${shown}`;
      const close = () => {
        screen.delete(id);
        onClose();
      };
      screen.set(id, { priority, bureaus, close });
      return id;
    },
    (id) => screen.get(id)?.close(),
  );
}

const onScreen = () => [...screen.values()].map(({ priority, bureaus }) => `${priority}: ${bureaus.join(' ')}`);
const message = (from: string, priority: 'urgent' | 'routine' = 'routine') =>
  ({ event: 'message-arrived', priority, from }) as const;

describe('the notice of messages that arrive', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    screen.clear();
    shown = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is one for all that come at once, and one for the urgent among them', () => {
    const arrivals = gathered();
    for (let index = 0; index < 200; index += 1) arrivals.add(message(index % 2 ? 'RUR' : 'ZUB'));
    arrivals.add(message('RUR', 'urgent'));
    vi.runAllTimers();
    expect(shown).toBe(2);
    expect([...screen.values()].map(({ priority, bureaus }) => [priority, bureaus.length])).toEqual([
      ['routine', 200],
      ['urgent', 1],
    ]);
  });

  it('counts on while it is on the screen, and takes the place of the one before', () => {
    const arrivals = gathered();
    arrivals.add(message('RUR'));
    vi.runAllTimers();
    arrivals.add(message('ZUB'));
    vi.runAllTimers();
    expect(onScreen()).toEqual(['routine: RUR ZUB']);
  });

  it('begins anew when it was closed', () => {
    const arrivals = gathered();
    arrivals.add(message('RUR'));
    vi.runAllTimers();
    for (const notice of [...screen.values()]) notice.close();
    arrivals.add(message('ZUB'));
    vi.runAllTimers();
    expect(onScreen()).toEqual(['routine: ZUB']);
  });

  it('does not come any more after it was stopped', () => {
    const arrivals = gathered();
    arrivals.add(message('RUR'));
    arrivals.stop();
    vi.runAllTimers();
    expect(shown).toBe(0);
  });
});
