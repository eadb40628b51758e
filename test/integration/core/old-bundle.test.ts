import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FieldOfficeAndOther, openFieldOfficeAndOther, send } from '#test/helpers/stick.ts';
import { untilTrue } from '#test/helpers/two-bureaus.ts';

/** The hub is put back to before anything was sent. */
const LOSE_EVERYTHING = [
  'delete from streams',
  'update stream_heads set head = 0',
  'delete from answers',
  'delete from envelopes',
  'update workstations set next_sequence = 1',
];

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
  ])('keeps nobody from sending, as %s shows what it brought, and everything arrives once', async (_what, bySync) => {
    const { hub, stick, line, field, office, other } = world;
    await sendWhatIsRefused();
    line.isCut = true;
    for (const subject of ['First', 'Second', 'Third']) await send(field, subject);
    await stick.write(field, 'old');
    line.isCut = false;
    await field.call('sync.now', {});
    await other.until('message.list', { box: 'inbox' }, ({ total }) => total === 3);
    for (const sql of LOSE_EVERYTHING) await hub.database.query(sql);
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
  });
});
