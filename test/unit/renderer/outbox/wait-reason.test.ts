import { describe, expect, it } from 'vitest';
import { waitSentence } from '../../../../renderer/features/outbox/wait-reason.ts';

const offline = { connection: 'offline', since: 1000 } as const;
const online = { connection: 'online', since: 2000 } as const;

describe('why an item of the outbox waits', () => {
  it('says since when there is no network, as long as there is none', () => {
    expect(waitSentence({ reason: 'no-network', uploaded: null }, offline)).toEqual({ key: 'no-network', since: 1000 });
  });

  it('claims no time where the machine is connected again or nothing is known', () => {
    expect(waitSentence({ reason: 'no-network', uploaded: null }, online)).toEqual({ key: 'no-network-now' });
    expect(waitSentence({ reason: 'no-network', uploaded: null }, null)).toEqual({ key: 'no-network-now' });
  });

  it('counts the bytes of files where they are known', () => {
    const uploaded = { done: 45, total: 200 };
    expect(waitSentence({ reason: 'uploading-files', uploaded }, online)).toEqual({
      key: 'uploading-files-progress',
      done: 45,
      total: 200,
    });
    expect(waitSentence({ reason: 'uploading-files', uploaded: null }, online)).toEqual({ key: 'uploading-files' });
  });

  it('says nothing of what does not wait', () => {
    expect(waitSentence({ reason: null, uploaded: null }, offline)).toBeNull();
  });
});
