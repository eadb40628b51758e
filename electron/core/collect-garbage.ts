import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back what an unlock has used and no longer needs: the 64 MiB in which the passphrase was derived, and the snapshot as it was read.
 * Left to itself, the engine keeps both for as long as nobody presses it for memory.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  collect();
}
