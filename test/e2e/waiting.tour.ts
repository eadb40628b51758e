import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { FastifyInstance } from 'fastify';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { newTestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub } from '#test/helpers/hub.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { officer, users } from './support/people.ts';
import { setAppearance } from './support/screens.ts';
import { Station } from './support/station.ts';
import { signIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

const folder = join(projectRoot, 'out', 'tour', 'waiting');
const languages = ['en', 'ar'] as const;

/** A hub that answers the question for the directory with what nobody can read, as long as it is set so. */
class Garbling {
  isOn = false;

  readonly plant = (app: FastifyInstance): void => {
    app.addHook('onSend', async (request, reply, payload) => {
      if (!this.isOn || request.url !== '/v1/directory') return payload;
      void reply.code(200);
      return '{"bureaus":[{"code":';
    });
  };
}

async function shoot(page: Page, name: string, station: Station): Promise<void> {
  for (const language of languages) {
    await setAppearance(station, { language, colorScheme: 'light' });
    await page.locator('nav a[href="/outbox"]').click();
    await page.locator('main [role=option]').first().click();
    await expect(page.locator('main dl').first()).toBeVisible();
    await page.screenshot({ path: join(folder, `${name}-${language}.png`), animations: 'disabled' });
  }
}

test('pictures of the outbox while the bureau’s current key is not here, and while the hub is not understood', async () => {
  test.setTimeout(400_000);
  mkdirSync(folder, { recursive: true });
  const garbling = new Garbling();
  const hub = await startTestHub({ plant: garbling.plant });
  const open = async (bureau: string) => {
    const setup = { hubUrl: hub.url, enrolmentCode: await hub.admin.createEnrolmentCode(bureau), users: [...users] };
    const station = await Station.open(setup);
    await station.page.setViewportSize({ width: 1280, height: 800 });
    await signIn(station.page, officer);
    return station;
  };
  const ruritania = await open('RUR');
  const utopia = await open('UTO');
  await expect
    .poll(async () =>
      (await utopia.ask('directory.list', {})).some(({ code, reachable }) => code === 'RUR' && reachable),
    )
    .toBe(true);

  const { keyId, publicKey } = await newTestBureau('UTO');
  await hub.database.query(`update bureau_keys set status = 'retired' where bureau = 'UTO'`);
  const insert = 'insert into bureau_keys (bureau, key_id, public_key, since) values ($1, $2, $3, now())';
  await hub.database.query(insert, ['UTO', keyId, toBase64Url(publicKey)]);
  await utopia.ask('sync.now', {});
  await expect.poll(async () => (await utopia.ask('status.get', {})).waitingForKeys?.isSealingWaiting).toBe(true);
  await utopia.ask('message.send', messageInput({ to: ['RUR'] }));
  await expect.poll(async () => (await utopia.ask('outbox.list', {}))[0]?.reason).toBe('waits-for-key');
  await shoot(utopia.page, '1-key', utopia);

  garbling.isOn = true;
  await utopia.ask('sync.now', {});
  await expect.poll(async () => (await utopia.ask('status.get', {})).connection).toBe('not-understood');
  await shoot(utopia.page, '2-not-understood', utopia);
  for (const station of [ruritania, utopia]) await station.remove();
  await hub.close();
});
