import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestHub } from '#test/helpers/hub.ts';
import {
  changes,
  type FieldOfficeAndOther,
  openFieldOfficeAndOther,
  outcomes,
  refusalOf,
  type Stick,
  send,
  subjectsAt,
  untilMessages,
} from '#test/helpers/stick.ts';
import { type CuttableLine, PASSPHRASE, type TestWorkstation } from '#test/helpers/workstation.ts';

let world: FieldOfficeAndOther;
let hub: TestHub;
let stick: Stick;
let line: CuttableLine;
let field: TestWorkstation;
let office: TestWorkstation;
let other: TestWorkstation;

beforeEach(async () => {
  world = await openFieldOfficeAndOther();
  ({ hub, stick, line, field, office, other } = world);
}, 60_000);
afterEach(() => world.close());

describe('a revoked workstation', () => {
  it('is told so, saves its unsent work, and an administrator lets it leave elsewhere, once', async () => {
    line.isCut = true;
    const photograph = Buffer.alloc(1_100_000, 'a picture ');
    const files = await stick.addFile(field, photograph);
    await send(field, 'Written on the lost laptop', files);
    const waiting = (await field.call('outbox.list', {})).length;
    await field.signInAgain('admin');
    const { workstationId } = await field.call('workstation.info', {});
    await hub.admin.revokeWorkstation(workstationId);
    line.isCut = false;
    await field.call('sync.now', {});
    const status = await field.until('status.get', {}, ({ revoked }) => revoked !== null);
    expect(status).toMatchObject({ connection: 'refused', waiting });

    // At the revoked machine the administrator saves what waits, without seeing it.
    line.isCut = true;
    await field.signInAgain('admin');
    expect((await field.call('status.get', {})).revoked).not.toBeNull();
    await stick.write(field, 'lost.ncb');
    expect(await refusalOf(stick.read(office, 'lost.ncb'))).toBe('bundle-sender-revoked');
    await office.signInAgain('admin');
    const taken = await stick.takeOver(office, 'lost.ncb');
    expect(taken).toMatchObject({ kind: 'taken-over', messages: 1, files: 2 });
    expect(outcomes(taken)).toEqual(['message taken']);
    expect(changes(taken)).toEqual(['taken']);
    await untilMessages(other, 1);
    await office.signInAgain('officer');
    await office.until('case.list', {}, ({ rows }) => rows.length === 1);
    await office.until('case.files', { id: files.caseId }, (kept) => kept.some(({ state }) => state === 'here'));
    await office.signInAgain('admin');
    expect(await stick.fileOf(other, 'Written on the lost laptop')).toEqual(photograph);
    const again = await stick.takeOver(office, 'lost.ncb');
    expect([outcomes(again), changes(again)]).toEqual([['message known'], ['known']]);

    // The machine begins anew: another identity, the same cases, and nothing is sent twice.
    line.isCut = false;
    await field.call('workstation.renew', {});
    expect((await field.call('session.state', {})).phase).toBe('locked');
    expect(await refusalOf(field.call('session.unlock', { username: 'officer', passphrase: PASSPHRASE }))).toBe(
      'needs-enrolment',
    );
    const enrolmentCode = await hub.admin.createEnrolmentCode('UTO');
    const account = { username: 'officer', passphrase: PASSPHRASE };
    await field.call('session.re-enrol', { hubUrl: hub.url, enrolmentCode, ...account });
    expect((await field.call('case.list', {})).rows).toHaveLength(1);
    await field.until('outbox.list', { finished: true }, (items) =>
      items.some(({ kind, state }) => kind === 'message' && ['sent', 'delivered', 'read'].includes(state)),
    );
    expect((await field.call('status.get', {})).revoked).toBeNull();
    await field.signInAgain('admin');
    expect((await field.call('workstation.info', {})).workstationId).not.toBe(workstationId);
    expect(await subjectsAt(other)).toEqual(['Written on the lost laptop']);
  }, 60_000);

  it('is not renewed while the hub takes it', async () => {
    await field.signInAgain('admin');
    expect(await refusalOf(field.call('workstation.renew', {}))).toBe('workstation-not-revoked');
  });
});
