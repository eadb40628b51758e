import { type Kdf, type KdfParameters, normalisePassphrase, STANDARD_KDF } from './kdf.ts';

/** What one unlock should cost: long for whoever guesses, short for whoever knows. Milliseconds. */
const AIM_MS = 500;

/** More memory costs a guesser more than more passes (RFC 9106 §4), but an old computer must hold it beside everything else. KiB. */
const MOST_MEMORY_KIB = 256 * 1024;
const MEMORY_STEP_KIB = 4 * 1024;
const MOST_ITERATIONS = 16;

const TRIES = 2;

export interface CalibrationDeps {
  readonly kdf: Kdf;
  /** Milliseconds from any start. */
  readonly monotonicMs: () => number;
}

/**
 * The cost for new passphrases on this computer: about half a second, never below `STANDARD_KDF`. Takes about twice the standard
 * derivation; the quicker try counts, because whatever else the computer does can only slow one down.
 */
export async function calibrate({ kdf, monotonicMs }: CalibrationDeps): Promise<KdfParameters> {
  let quickest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const start = monotonicMs();
    await kdf.derive(normalisePassphrase('calibration'), new Uint8Array(16), STANDARD_KDF);
    quickest = Math.min(quickest, monotonicMs() - start);
  }
  return parametersFor(quickest);
}

/**
 * First as much memory as fits the time, then more passes. Time grows with memory × passes.
 * @param standardMs how long the standard derivation took here
 */
export function parametersFor(standardMs: number): KdfParameters {
  const { memoryKiB: least, iterations: passes } = STANDARD_KDF;
  const factor = AIM_MS / Math.max(standardMs, 1);
  const wanted = Math.floor((least * factor) / MEMORY_STEP_KIB) * MEMORY_STEP_KIB;
  const memoryKiB = Math.min(Math.max(wanted, least), MOST_MEMORY_KIB);
  const iterations = Math.round(passes * factor * (least / memoryKiB));
  return { ...STANDARD_KDF, memoryKiB, iterations: Math.min(Math.max(iterations, passes), MOST_ITERATIONS) };
}
