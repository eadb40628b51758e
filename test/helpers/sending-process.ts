import { writeSync } from 'node:fs';
import { toRuritania } from './two-bureaus.ts';
import { CallRefused, PASSPHRASE, TestWorkstation } from './workstation.ts';

/** One killed while its passphrase was being tried leaves the attempt counted: the next waits, as a person would. */
async function signIn(station: TestWorkstation): Promise<void> {
  try {
    await station.call('session.unlock', { username: 'officer', passphrase: PASSPHRASE });
  } catch (error) {
    if (!(error instanceof CallRefused) || error.appError.code !== 'sign-in-throttled') throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(error.appError.params?.seconds ?? 1)));
    await signIn(station);
  }
}

/**
 * A workstation that writes messages, and sends them, until it is killed. The id of a message goes to standard output after, and only
 * after, the workstation has said that it is in the outbox.
 */
async function sendUntilKilled(folder: string, first: number): Promise<never> {
  const station = await TestWorkstation.create({ folder });
  await signIn(station);
  for (let number = first; ; number += 1) {
    const { id } = await station.call('message.send', toRuritania(`Message ${number}`));
    writeSync(1, `${id}\n`);
    await new Promise((resolve) => setTimeout(resolve, 5 + (number % 7) * 10));
  }
}

const [folder = '', first = '0'] = process.argv.slice(2);
await sendUntilKilled(folder, Number(first));
