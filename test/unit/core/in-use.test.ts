import { beforeEach, describe, expect, it } from 'vitest';
import { InUse } from '#core/in-use.ts';

describe('what there is to lock', () => {
  let isOpen: boolean;
  let told: boolean[];
  let inUse: InUse;

  beforeEach(() => {
    isOpen = false;
    told = [];
    inUse = new InUse(
      () => isOpen,
      (now) => told.push(now),
    );
  });

  it('begins when a store is being opened, and stays when it is open', async () => {
    await inUse.during('session.unlock', async () => {
      expect(told).toEqual([true]);
      isOpen = true;
    });
    await inUse.during('case.list', async () => undefined);
    expect(told).toEqual([true]);
  });

  it('ends when a passphrase was wrong, and when the store is closed by an erasure', async () => {
    await inUse.during('session.unlock', async () => undefined);
    expect(told).toEqual([true, false]);
    await inUse.during('session.enrol', async () => {
      isOpen = true;
    });
    await inUse.during('workstation.erase', async () => {
      isOpen = false;
    });
    expect(told).toEqual([true, false, true, false]);
  });

  it('is nothing while the lock screen asks how things stand, or a back-up is put back', async () => {
    for (const method of ['session.state', 'session.backups', 'session.restore', 'session.recover'])
      await inUse.during(method, async () => undefined);
    expect(told).toEqual([]);
  });

  it('ends as well when the opening fails as it should not', async () => {
    await expect(inUse.during('session.unlock', () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(told).toEqual([true, false]);
  });
});
