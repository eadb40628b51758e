import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FieldOfficeAndOther, openFieldOfficeAndOther, send } from '#test/helpers/stick.ts';
import { subjectsAt, untilTrue } from '#test/helpers/two-bureaus.ts';
import { copyVault, putVaultBack } from '#test/helpers/vault-copy.ts';

/** The hub is put back to before anything was sent: at once, and the heads first, for what a receipt would be added to meanwhile waits for them. */
const LOSE_EVERYTHING = `
  update stream_heads set head = 0;
  delete from streams;
  delete from answers;
  delete from envelopes;
  update workstations set next_sequence = 1`;

describe('a bundle that was written before the hub was put back to a back-up, and comes to it after', () => {
  let world: FieldOfficeAndOther;

  beforeEach(async () => {
    world = await openFieldOfficeAndOther();
  });

  afterEach(() => world.close());

  const subjectsThere = async () =>
    (await world.other.call('message.list', { box: 'inbox' })).rows.map(({ subject }) => subject).toSorted();

  /** The hub refuses this for good: the number is used up, and will be another's when the hub has lost it. */
  async function sendWhatIsRefused(): Promise<void> {
    const { line, field } = world;
    line.garblesOffers = true;
    await send(field, 'Refused');
    await field.until('outbox.list', {}, ([item]) => item?.state === 'needs-attention');
    line.garblesOffers = false;
  }

  it.each([
    ['a contact', true],
    ['the next item', false],
  ])(
    'keeps nobody from sending, as %s shows what it brought, and everything arrives once',
    { timeout: 90_000 },
    async (_what, bySync) => {
      const { hub, stick, line, field, office, other } = world;
      await sendWhatIsRefused();
      line.isCut = true;
      for (const subject of ['First', 'Second', 'Third']) await send(field, subject);
      await stick.write(field, 'old');
      line.isCut = false;
      await field.call('sync.now', {});
      await other.until('message.list', { box: 'inbox' }, ({ total }) => total === 3);
      await hub.database.query(LOSE_EVERYTHING);
      await hub.admin.beginEpoch();
      await field.call('sync.now', {});
      await untilTrue(async () => (await hub.database.query('select 1 from envelopes')).length >= 3);
      await field.until('outbox.list', {}, (items) => items.length === 1);

      await stick.read(office, 'old');
      if (bySync) await field.call('sync.now', {});
      for (const subject of ['Fourth', 'Fifth']) await send(field, subject);
      await other.until('message.list', { box: 'inbox' }, ({ total }) => total === 5);
      expect(await subjectsThere()).toEqual(['Fifth', 'First', 'Fourth', 'Second', 'Third']);
      expect(await field.call('outbox.list', {})).toMatchObject([
        { title: 'Refused', problem: { code: 'bad-signature' } },
      ]);
    },
  );
});

describe('a bundle that was written before the key of the other bureau was renewed, and never left', () => {
  let world: FieldOfficeAndOther;

  beforeEach(async () => {
    world = await openFieldOfficeAndOther();
  });

  afterEach(() => world.close());

  it('lets nothing overtake what was to be in it: what follows in the conversation arrives after it', {
    timeout: 90_000,
  }, async () => {
    const { stick, line, field, other } = world;
    line.isCut = true;
    const { id: first } = await send(field, 'First');
    await stick.write(field, 'old');
    await other.signInAgain('admin');
    const before = await other.call('bureau-keys.overview', {});
    await other.call('bureau-keys.renew', {});
    await other.until('bureau-keys.overview', {}, ({ key }) => key?.fingerprint !== before.key?.fingerprint);
    await other.signInAgain();
    // The field workstation hears of the new key, and its envelopes do not get through.
    line.losesOffers = true;
    line.isCut = false;
    const known = await field.call('directory.list', {});
    await field.call('sync.now', {});
    await field.until('directory.list', {}, (all) => JSON.stringify(all) !== JSON.stringify(known));
    const { id: second } = await send(field, 'Second', { inReplyTo: first });
    await send(field, 'Third', { inReplyTo: second });
    await stick.write(field, 'new');
    line.losesOffers = false;
    await field.call('sync.now', {});
    await other.until('message.list', { box: 'inbox' }, ({ total }) => total === 3);
    expect(await subjectsAt(other)).toEqual(['First', 'Second', 'Third']);
    await field.until('outbox.list', {}, (items) => items.length === 0);
  });
});

describe('a bundle that is written at an older copy before the hub can say that it is one', () => {
  let world: FieldOfficeAndOther;

  beforeEach(async () => {
    world = await openFieldOfficeAndOther();
  });

  afterEach(() => world.close());

  it.each([
    ['is read in before it may go on', true],
    ['is read in after', false],
    ['never left', null],
  ])('and %s: everything arrives once, and nothing wants attention', { timeout: 90_000 }, async (_what, before) => {
    const { stick, line, field, office, other } = world;
    const settled = () =>
      field.until('status.get', {}, ({ waiting, olderCopy }) => waiting === 0 && olderCopy === null);
    await send(field, 'First');
    await settled();
    const copy = await copyVault(field, stick.path('copy'));
    for (const subject of ['Second', 'Third']) await send(field, subject);
    await settled();
    line.isCut = true;
    await putVaultBack(field, copy);
    for (const subject of ['Fourth', 'Fifth', 'Sixth']) await send(field, subject);
    await stick.write(field, 'bundle');
    if (before === true) await stick.read(office, 'bundle');
    line.isCut = false;
    await field.call('sync.now', {});
    await field.until('status.get', {}, ({ olderCopy }) => olderCopy !== null);
    await field.call('sync.accept-older-copy', {});
    if (before === false) await stick.read(office, 'bundle');
    await other.until('message.list', { box: 'inbox' }, ({ total }) => total === 6);
    await settled();
    expect((await subjectsAt(other)).toSorted()).toEqual(['Fifth', 'First', 'Fourth', 'Second', 'Sixth', 'Third']);
    expect(await field.call('outbox.list', {})).toEqual([]);
  });
});
