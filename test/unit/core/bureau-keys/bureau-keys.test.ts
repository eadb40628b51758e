import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceKeyId } from '#core/bureau-keys/device-key-id.ts';
import { areGenuine } from '#core/bureau-keys/genuine-keys.ts';
import { activeMembers } from '#core/bureau-keys/members.ts';
import { noteSeenKey } from '#core/bureau-keys/note-seen-key.ts';
import { receiveKeys } from '#core/bureau-keys/receive-keys.ts';
import { isKeyExposed, knowsItsElders } from '#core/bureau-keys/renewal.ts';
import { makeBureauKey } from '#core/enrolment/new-keys.ts';
import { heldBureauKeys } from '#core/store/tables/bureau-keys.ts';
import { confirmWorkstation, holdersOfKey } from '#core/store/tables/confirmed-workstations.ts';
import { uncomparedKeys } from '#core/store/tables/seen-keys.ts';
import { putWorkstation, type WorkstationRecord } from '#core/store/tables/workstations.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { type BureauKeysBody, bureauKeysBody, type HandedKey } from '#shared/protocol/bureau-keys-body.ts';
import { type DirectoryBureau, directoryBureau } from '#shared/protocol/directory.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';

const deps = { random: systemRandom };

/** 00 … 09: older than the workstation under test; ff: younger. */
const workstationId = (end: string) =>
  `0193000${end === 'ff' ? 'f' : '0'}-0000-7000-8000-0000000000${end}` as WorkstationId;
const deviceKey = (letter: string) => `${letter.repeat(42)}A`;

async function handedKey(since = START): Promise<HandedKey> {
  return bureauKeysBody.shape.keys.element.parse({ ...(await makeBureauKey(deps)), since: toInstant(since) });
}

const known = (end: string, change: Partial<WorkstationRecord> = {}): WorkstationRecord => ({
  id: workstationId(end),
  bureau: 'UTO',
  signingKey: 'S'.repeat(43),
  deviceKey: deviceKey('D'),
  status: 'active',
  enrolledAt: START,
  revokedUnder: null,
  ...change,
});

describe('keys that are handed over', () => {
  it('are taken from somebody who holds the bureau’s first key, each a pair under its own name', async () => {
    const [root, next] = [await handedKey(), await handedKey()];
    expect(await areGenuine(deps, [next, root], root.publicKey)).toBe(true);
    expect(await areGenuine(deps, [next], root.publicKey)).toBe(false);
    const halfOfAnother = { ...root, privateKey: next.privateKey };
    expect(await areGenuine(deps, [halfOfAnother], root.publicKey)).toBe(false);
    expect(await areGenuine(deps, [root, { ...next, privateKey: root.privateKey }], root.publicKey)).toBe(false);
    expect(await areGenuine(deps, [root, { ...next, keyId: root.keyId }], root.publicKey)).toBe(false);
  });
});

describe('what a workstation knows of its bureau’s keys', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open({ devicePublicKey: deviceKey('O'), workstationId: workstationId('50') });
    core.transaction(({ tx }) => putWorkstation(tx, known('50', { deviceKey: deviceKey('O') })));
  });
  afterEach(() => core.close());

  const db = () => core.station.store.read;
  const self = () => core.station.identity;
  const members = () => activeMembers(db(), self()).map(({ id }) => id);

  function receive(body: BureauKeysBody, sealedTo: readonly string[]): void {
    const recipients = sealedTo.map((key) => ({ bureau: 'UTO', keyId: deviceKeyId(key) }));
    const envelope = { from: { bureau: 'UTO', workstation: workstationId('01') }, body: { recipients } };
    core.transaction((rec) => receiveKeys(rec, self(), envelope as unknown as Envelope, body));
  }

  it('comes to the same in whatever order, and however often, the keys are handed over', async () => {
    const [one, two, three] = [await handedKey(START), await handedKey(START + 1), await handedKey(START + 2)];
    const [left, right] = [
      { workstation: workstationId('01'), deviceKey: deviceKey('L') },
      { workstation: workstationId('02'), deviceKey: deviceKey('R') },
    ];
    const bodies = [
      { keys: [one, two], members: [left] },
      { keys: [one, three], members: [left, right] },
      { keys: [one], members: [right] },
    ].map((body) => bureauKeysBody.parse(body));
    const other = await CoreStation.open({ devicePublicKey: deviceKey('O'), workstationId: workstationId('50') });
    const sealedTo = [deviceKey('L'), deviceKey('O')];
    for (const body of bodies) receive(body, sealedTo);
    const here = { keys: heldBureauKeys(db()), holders: [...holdersOfKey(db(), three.keyId)] };
    const first = core;
    core = other;
    for (const body of [...bodies, ...bodies].toReversed()) receive(body, sealedTo);
    expect({ keys: heldBureauKeys(db()), holders: [...holdersOfKey(db(), three.keyId)] }).toEqual(here);
    expect(here.keys.map(({ keyId }) => keyId)).toEqual([three.keyId, two.keyId, one.keyId]);
    // Told of is not handed to: the right one’s device key was not among those it was sealed to.
    expect(here.holders).toEqual([workstationId('01')]);
    first.close();
  });

  it('counts a confirmed workstation as a member while it is active and has the device key that was compared', () => {
    core.transaction(({ tx, now }) => {
      putWorkstation(tx, known('01'));
      confirmWorkstation(tx, { id: workstationId('01'), deviceKey: deviceKey('D') }, 'Ada', now);
    });
    expect(members()).toEqual([workstationId('50'), workstationId('01')]);
    core.transaction(({ tx }) => putWorkstation(tx, known('01', { deviceKey: deviceKey('X') })));
    expect(members()).toEqual([workstationId('50')]);
    core.transaction(({ tx }) => putWorkstation(tx, known('01')));
    expect(members()).toContain(workstationId('01'));
    core.transaction(({ tx }) => putWorkstation(tx, known('01', { status: 'revoked', revokedUnder: 'K' })));
    expect(members()).toEqual([workstationId('50')]);
    expect(isKeyExposed(db(), 'UTO', 'K')).toBe(true);
    expect(isKeyExposed(db(), 'UTO', 'another')).toBe(false);
    // A hub that has forgotten the revocation does not bring it back.
    core.transaction(({ tx }) => putWorkstation(tx, known('01')));
    expect(members()).toEqual([workstationId('50')]);
    expect(isKeyExposed(db(), 'UTO', 'K')).toBe(true);
  });

  it('renews the key only when no older workstation would be left without it', () => {
    expect(knowsItsElders(db(), self())).toBe(true);
    core.transaction(({ tx }) => putWorkstation(tx, known('ff')));
    expect(knowsItsElders(db(), self())).toBe(true);
    core.transaction(({ tx }) => putWorkstation(tx, known('01')));
    expect(knowsItsElders(db(), self())).toBe(false);
    core.transaction(({ tx, now }) =>
      confirmWorkstation(tx, { id: workstationId('01'), deviceKey: deviceKey('D') }, 'Ada', now),
    );
    expect(knowsItsElders(db(), self())).toBe(true);
  });

  type Key = Awaited<ReturnType<typeof makeBureauKey>>;
  const bureauWith = ({ keyId, publicKey }: Key): DirectoryBureau =>
    directoryBureau.parse({
      code: 'FRI',
      names: { en: 'FRI', fr: 'FRI', es: 'FRI', ar: 'FRI' },
      role: 'national-central-bureau',
      status: 'active',
      encryptionKeys: [{ keyId, publicKey, status: 'current', since: toInstant(START) }],
    });
  const seen = (key: Key) => core.transaction(({ tx, now }) => noteSeenKey(tx, bureauWith(key), now));
  const told = () => uncomparedKeys(db()).map(({ keyId }) => keyId);

  it('takes the first key of another bureau as it is, and tells of one that follows or that comes back', async () => {
    const [one, two] = [await makeBureauKey(deps), await makeBureauKey(deps)];
    seen(one);
    seen(one);
    expect(told()).toEqual([]);
    seen(two);
    expect(told()).toEqual([two.keyId]);
    await core.call('bureau-keys.accept', { bureau: 'FRI', keyId: two.keyId });
    seen(two);
    expect(told()).toEqual([]);
    seen(one);
    expect(told()).toEqual([one.keyId]);
    expect((await core.refusal('bureau-keys.accept', { bureau: 'FRI', keyId: two.keyId })).code).toBe(
      'not-waiting-for-a-person',
    );
    expect((await core.call('audit.list', { search: 'sync.bureau-key-changed' })).total).toBe(2);
  });

  it('tells once of a key that was seen before the clock was set back, and not anew with every look', async () => {
    const [one, two] = [await makeBureauKey(deps), await makeBureauKey(deps)];
    core.clock.at = Date.parse('2099-12-31T12:00:00Z');
    seen(one);
    core.clock.at = START;
    seen(two);
    await core.call('bureau-keys.accept', { bureau: 'FRI', keyId: two.keyId });
    seen(two);
    expect(told()).toEqual([]);
    expect((await core.call('audit.list', { search: 'sync.bureau-key-changed' })).total).toBe(1);
  });
});
