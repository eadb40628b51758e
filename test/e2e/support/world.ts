import { test as base, type TestInfo } from '@playwright/test';
import { FaultProxy } from '#test/helpers/fault-proxy.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { databaseRecords } from './database-records.ts';
import { officer, users } from './people.ts';
import { Station } from './station.ts';
import { signIn } from './steps/session.ts';

/** Two bureaus and the hub between them. The line of Utopia can be cut. */
export interface World {
  readonly hub: TestHub;
  readonly utopia: Station;
  readonly ruritania: Station;
  /** Between Utopia and the hub. */
  readonly line: FaultProxy;
  /** The hub's address as Utopia knows it. */
  readonly hubUrl: string;
}

/** One workstation is left alone while tests work on the other, and is not to lock meanwhile. */
export const IDLE_MINUTES = 15;

async function openStation(hub: TestHub, hubUrl: string, bureau: string): Promise<Station> {
  const enrolmentCode = await hub.admin.createEnrolmentCode(bureau);
  return Station.open({ hubUrl, enrolmentCode, users: [...users] });
}

/** Starts the world and signs the officers in. */
export async function openWorld(): Promise<World> {
  const hub = await startTestHub();
  for (const [database, records] of Object.entries(databaseRecords)) {
    const { refused } = await hub.admin.importRecords(database as keyof typeof databaseRecords, records, true);
    if (refused.length > 0) throw new Error(`Records of ${database} were refused: ${JSON.stringify(refused)}`);
  }
  const line = await FaultProxy.open(Number(new URL(hub.url).port));
  const hubUrl = `https://localhost:${line.port}`;
  const utopia = await openStation(hub, hubUrl, 'UTO');
  const ruritania = await openStation(hub, hub.url, 'RUR');
  for (const station of [utopia, ruritania]) {
    await station.askShell('settings.set', { idleMinutes: IDLE_MINUTES });
    await signIn(station.page, officer);
  }
  return { hub, utopia, ruritania, line, hubUrl };
}

export async function closeWorld({ hub, utopia, ruritania, line }: World): Promise<void> {
  await utopia.remove();
  await ruritania.remove();
  await line.close();
  await hub.close();
}

/** What the windows showed when a test failed, beside its report. */
async function keepPictures({ utopia, ruritania }: World, info: TestInfo): Promise<void> {
  for (const [name, station] of Object.entries({ utopia, ruritania })) {
    await station.page.screenshot({ path: info.outputPath(`${name}.png`) }).catch(() => undefined);
  }
}

/** One world for all tests of a run; after a failure the next test gets a fresh one. */
export const test = base.extend<{ pictures: undefined }, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const world = await openWorld();
      await use(world);
      await closeWorld(world);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  pictures: [
    async ({ world }, use, info) => {
      await use(undefined);
      if (info.status !== info.expectedStatus) await keepPictures(world, info).catch(() => undefined);
    },
    { auto: true },
  ],
});
