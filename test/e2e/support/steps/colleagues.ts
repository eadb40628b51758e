import { argon2idKdf } from '#core/vault/kdf.ts';
import { enrolColleague, type KeysOfBureau, keysOf } from '#test/helpers/colleague.ts';
import type { TestHub } from '#test/helpers/hub.ts';
import { administrator, officer } from '../people.ts';
import { Station } from '../station.ts';
import { IDLE_MINUTES } from '../world.ts';
import { signIn } from './session.ts';

/** The keys of a workstation's bureau; it is shut down for a moment, and its officer signed in again. */
export async function takeKeys(station: Station): Promise<KeysOfBureau> {
  await station.quit();
  const keys = await keysOf(station.profileDir, officer, argon2idKdf);
  await station.start();
  await signIn(station.page, officer);
  return keys;
}

/** A further workstation of a bureau, which holds the bureau's keys. @param person who is signed in there */
export async function openColleague(
  hub: Pick<TestHub, 'url' | 'admin'>,
  keys: KeysOfBureau,
  person: typeof officer = officer,
): Promise<Station> {
  const station = await Station.prepared((folder) =>
    enrolColleague(folder, hub, keys, [administrator, person], argon2idKdf),
  );
  await station.askShell('settings.set', { idleMinutes: IDLE_MINUTES });
  await signIn(station.page, person);
  return station;
}
