import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putBureau } from '#core/store/tables/bureaus.ts';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import { syncState } from '#core/store/tables/sync-state.ts';
import { prepare } from '#core/sync/offer-lane.ts';
import { OneAtATime } from '#core/sync/one-at-a-time.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { deriveEncryptionKeyPair, encryptionKeyId, keyId } from '#shared/protocol/hpke.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { newSigningKey, systemRandom } from '#test/helpers/crypto.ts';

describe('sequence numbers', () => {
  let core: CoreStation;
  let ctx: SyncContext;

  beforeEach(async () => {
    core = await CoreStation.open();
    const { publicKey } = await deriveEncryptionKeyPair(new Uint8Array(32).fill(7));
    const name = keyId.parse(await encryptionKeyId(publicKey));
    const since = new Date(START).toISOString();
    const key = { keyId: name, publicKey: toBase64Url(publicKey), status: 'current', since } as const;
    const bureau = { role: 'national-central-bureau', names: { en: '', fr: '', es: '', ar: '' }, keys: [key] } as const;
    core.transaction(({ tx }) => {
      for (const code of ['UTO', 'RUR']) putBureau(tx, { code, ...bureau }, START);
    });
    const { store, identity } = core.station;
    const parts = { store, identity, clock: core.clock, random: systemRandom, signer: newSigningKey() };
    const stopped = new AbortController().signal;
    ctx = { ...parts, numbering: new OneAtATime(), stopped, log: { error: fail, info: () => undefined } } as never;
  });

  afterEach(() => core.close());

  const fail = (what: string, error?: unknown) => {
    throw new Error(what, { cause: error });
  };
  const itemOf = (id: string) => {
    const item = outboxItemById(core.station.store.read, id);
    if (!item) throw new Error('It is not in the outbox.');
    return item;
  };

  it('are given one to each item when a round and a bundle ask for them at once', async () => {
    const input = messageInput({ to: ['RUR'] });
    const [first, second] = [(await core.call('message.send', input)).id, (await core.call('message.send', input)).id];
    await Promise.all([prepare(ctx, itemOf(first)), prepare(ctx, itemOf(second), 'waiting')]);
    expect([itemOf(first).sequence, itemOf(second).sequence]).toEqual([1, 2]);
    expect(syncState(core.station.store.read, 'last-sequence')).toBe('2');
  });

  it('are spent on nothing that has one already', async () => {
    const { id } = await core.call('message.send', messageInput({ to: ['RUR'] }));
    const item = itemOf(id);
    await Promise.all([prepare(ctx, item), prepare(ctx, item, 'waiting')]);
    expect(itemOf(id).sequence).toBe(1);
    expect(syncState(core.station.store.read, 'last-sequence')).toBe('1');
  });
});
