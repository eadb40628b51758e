import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceKeyId } from '#core/bureau-keys/device-key-id.ts';
import { makeBureauKey } from '#core/enrolment/new-keys.ts';
import { keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { putBureau } from '#core/store/tables/bureaus.ts';
import { putWorkstation } from '#core/store/tables/workstations.ts';
import { openEnvelope } from '#core/sync/open-envelope.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { bureauKeysBody, type HandedKey } from '#shared/protocol/bureau-keys-body.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { type DirectoryKey, directoryKey } from '#shared/protocol/directory.ts';
import { unsignedEnvelope } from '#shared/protocol/envelope.ts';
import { signEnvelope } from '#shared/protocol/envelope-signature.ts';
import { newEncryptionKeyPair } from '#shared/protocol/hpke.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { sealBody } from '#shared/protocol/sealed-body.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { newSigningKey, type SigningKey, systemRandom } from '#test/helpers/crypto.ts';

const deps = { random: systemRandom };
const UTO = bureauCode.parse('UTO');

async function handedKey(since: number): Promise<HandedKey> {
  return bureauKeysBody.shape.keys.element.parse({ ...(await makeBureauKey(deps)), since: toInstant(since) });
}

const inDirectory = ({ keyId, publicKey, since }: HandedKey, status: DirectoryKey['status']): DirectoryKey =>
  directoryKey.parse({ keyId, publicKey, since, status });

describe('keys of the bureau that arrive', () => {
  let core: CoreStation;
  let root: HandedKey;
  let next: HandedKey;
  let deviceKey: string;
  /** Enrolled by the hub's word: nobody has compared anything. */
  let stranger: { readonly id: WorkstationId; readonly signer: SigningKey };

  beforeEach(async () => {
    [root, next] = [await handedKey(START), await handedKey(START + 1)];
    const device = await newEncryptionKeyPair(deps);
    deviceKey = toBase64Url(device.publicKey);
    core = await CoreStation.open({
      devicePublicKey: deviceKey,
      devicePrivateKey: toBase64Url(device.privateKey),
      rootKey: root.publicKey,
    });
    stranger = { id: core.newId() as WorkstationId, signer: newSigningKey() };
    enrolled(stranger.id, stranger.signer.publicKey);
    hold(root);
  });
  afterEach(() => core.close());

  function enrolled(id: WorkstationId, signingKey: string): void {
    const row = {
      id,
      bureau: 'UTO',
      signingKey,
      deviceKey: 'D'.repeat(43),
      status: 'active',
      enrolledAt: START,
      revokedUnder: null,
    } as const;
    core.transaction(({ tx }) => putWorkstation(tx, row));
  }

  function hold(key: HandedKey): void {
    core.transaction(({ tx }) => keepBureauKey(tx, { ...key, since: Date.parse(key.since) }));
  }

  function shown(...keys: DirectoryKey[]): void {
    const names = { en: 'UTO', fr: 'UTO', es: 'UTO', ar: 'UTO' };
    core.transaction(({ tx, now }) =>
      putBureau(tx, { code: 'UTO', role: 'national-central-bureau', names, keys }, now),
    );
  }

  /** What becomes of keys that the stranger hands to this workstation, with itself among the confirmed. */
  async function arrive(keys: readonly HandedKey[]): Promise<string> {
    const from = { bureau: UTO, workstation: stranger.id };
    const frame = { id: core.newId(), kind: 'bureau-keys', from, to: [UTO] };
    const recipient = { bureau: UTO, keyId: deviceKeyId(deviceKey), publicKey: deviceKey };
    const members = [{ workstation: stranger.id, deviceKey: 'D'.repeat(42).concat('A') }];
    const body = await sealBody(deps, frame, [recipient], bureauKeysBody.parse({ keys, members }));
    const unsigned = unsignedEnvelope.parse({
      ...frame,
      protocol: 4,
      sequence: 1,
      priority: 'urgent',
      handling: 'H1',
      sentAt: toInstant(START),
      header: { bodyVersion: 1, parents: [] },
      body,
      attachments: [],
    });
    const ctx = { ...core.station, log: { error: () => undefined, info: () => undefined } };
    const opened = await openEnvelope(
      ctx as unknown as SyncContext,
      await signEnvelope({ signer: stranger.signer }, unsigned),
    );
    return opened.kind;
  }

  it('are those of whoever has the first one, where no other is here', async () => {
    shown(inDirectory(root, 'current'));
    expect(await arrive([root])).toBe('bureau-keys');
    expect(await arrive([next])).toBe('unreadable');
  });

  it('are taken from nobody who lacks a younger one: a revoked workstation may have kept the first', async () => {
    hold(next);
    shown(inDirectory(root, 'retired'), inDirectory(next, 'current'));
    // A hub in league with it could otherwise make a workstation of its own a confirmed one, and be handed everything.
    expect(await arrive([root])).toBe('not-ours');
    expect(await arrive([root, await handedKey(START + 2)])).toBe('not-ours');
    expect(await arrive([root, next])).toBe('bureau-keys');
  });

  it('are those of whoever has the first one while the younger one here has not come through at the hub', async () => {
    hold(next);
    shown(inDirectory(root, 'current'));
    // Another workstation renews at the same moment, and its key may be the one that comes through.
    expect(await arrive([root, await handedKey(START + 2)])).toBe('bureau-keys');
  });
});
