/**
 * When a simulated world has come to rest. Everything in it runs in this one thread: what waits for the simulated time or network waits
 * in a queue of ours, and what is left are promises, which are done before the event loop turns, and `setImmediate`, which is counted.
 */
const native = globalThis.setImmediate;
let pending = 0;
let isCounting = false;

/** From now on every `setImmediate` of this process is counted. */
export function countImmediates(): void {
  if (isCounting) return;
  isCounting = true;
  const counting = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    pending += 1;
    return native(() => {
      pending -= 1;
      callback(...args);
    });
  };
  globalThis.setImmediate = Object.assign(counting, native) as unknown as typeof setImmediate;
}

/** Resolves when nothing is left to do before the simulated time goes on. */
export async function untilQuiet(): Promise<void> {
  do {
    await new Promise((resolve) => native(resolve));
  } while (pending > 0);
}
