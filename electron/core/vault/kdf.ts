import { argon2id } from 'hash-wasm';
import { z } from 'zod';

export const kdfParameters = z.strictObject({
  algorithm: z.literal('argon2id'),
  memoryKiB: z.int().positive(),
  iterations: z.int().positive(),
  parallelism: z.int().positive(),
});

/** Argon2id cost (RFC 9106): memory in KiB, passes over it, lanes. */
export type KdfParameters = z.infer<typeof kdfParameters>;

/** The least that new slots get: RFC 9106 §4, second recommended option, 64 MiB. What they do get is measured (kdf-calibration.ts). */
export const STANDARD_KDF: KdfParameters = { algorithm: 'argon2id', memoryKiB: 65_536, iterations: 3, parallelism: 4 };

/** The least an existing slot may have (OWASP Password Storage Cheat Sheet: 19 MiB, 2, 1). Anything below was put there. */
const FLOOR = { memoryKiB: 19_456, iterations: 2, parallelism: 1 } as const;

/** More than any version writes: a file cannot make the computer compute for hours. */
const CEILING = { memoryKiB: 1_048_576, iterations: 16, parallelism: 16 } as const;

/** Turns a passphrase into 32 bytes, slowly. A test brings a fast one. */
export interface Kdf {
  derive(passphrase: string, salt: Uint8Array, parameters: KdfParameters): Promise<Uint8Array>;
}

/** The real one. About 0.3 s with the standard parameters. */
export const argon2idKdf: Kdf = {
  derive: (passphrase, salt, { memoryKiB, iterations, parallelism }) =>
    argon2id({
      password: passphrase,
      salt,
      memorySize: memoryKiB,
      iterations,
      parallelism,
      hashLength: 32,
      outputType: 'binary',
    }),
};

/** Whether the parameters of a slot are such as this application writes. */
export function acceptable({ memoryKiB, iterations, parallelism }: KdfParameters): boolean {
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  return (
    within(memoryKiB, FLOOR.memoryKiB, CEILING.memoryKiB) &&
    within(iterations, FLOOR.iterations, CEILING.iterations) &&
    within(parallelism, FLOOR.parallelism, CEILING.parallelism)
  );
}

/** One form for what different keyboards send for the same characters (NIST SP 800-63B §3.1.1.2). */
export const normalisePassphrase = (typed: string): string => typed.normalize('NFKC');
