import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { refusalOf } from '#test/helpers/stick.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

let hub: TestHub;
let station: TestWorkstation;

beforeEach(async () => {
  hub = await startTestHub();
  station = await TestWorkstation.create();
});
afterEach(async () => {
  await station.close();
  await hub.close();
});

it('a workstation of a suspended bureau is told so, sets nothing up, and enrols with the same code once the bureau is readmitted', async () => {
  const code = await hub.admin.createEnrolmentCode('UTO');
  await hub.admin.suspendBureau('UTO', true);
  expect(await refusalOf(station.enrol(hub.url, code))).toBe('bureau-suspended');
  expect((await station.call('session.state', {})).phase).toBe('new');
  await hub.admin.suspendBureau('UTO', false);
  await station.enrol(hub.url, code);
  expect((await station.call('session.state', {})).phase).toBe('open');
});
