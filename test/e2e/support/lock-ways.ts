import { coreProcess, untilEnded } from './core-process.ts';
import type { Station } from './station.ts';

/** What the operating system tells the shell when nobody may look at the screen any more. */
export type SystemEvent = 'lock-screen' | 'suspend' | 'user-did-resign-active';

/** The event as the operating system would bring it, in the real main process. */
export async function tellSystem({ app }: Station, event: SystemEvent): Promise<void> {
  await app.evaluate(({ powerMonitor }, name) => {
    powerMonitor.emit(name);
  }, event);
}

/** The keys that lock, as the window system brings them: without waiting for the page to have taken them. */
export async function pressLockKeys({ app }: Station): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'l', modifiers: ['control'] });
  });
}

/** Lets the running time of the computer, as the shell reads it, go on by so many minutes at once. */
export async function letTimePass({ app }: Station, minutes: number): Promise<void> {
  await app.evaluate((_electron, passed) => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + passed * 60_000;
  }, minutes);
}

/** Milliseconds from before the lock was asked for until the process with the keys was gone. */
export async function timeToLock(station: Station, ask: () => Promise<unknown>): Promise<number> {
  const core = coreProcess(station);
  const [elapsed] = await Promise.all([untilEnded(core, 10_000), ask()]);
  return elapsed;
}
