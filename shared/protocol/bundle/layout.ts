/** The byte form of a bundle: docs/bundle-format.md. Numbers are big-endian. */

/** `NCBUNDLE` in ASCII. */
export const BUNDLE_MAGIC = Uint8Array.of(0x4e, 0x43, 0x42, 0x55, 0x4e, 0x44, 0x4c, 0x45);

/** Raised when a reader of the version before could misread a file; a newer version is refused. 2: with checks. */
export const BUNDLE_VERSION = 2;

/** What holds nothing that came later is written so that every reader takes it. */
export const FIRST_BUNDLE_VERSION = 1;

/** The version that brought checks. */
export const CHECKS_VERSION = 2;

/** Magic, version (u16), number of recipients (u8). */
export const FIXED_HEADER_SIZE = 11;
export const KEY_ID_SIZE = 16;
export const ENC_SIZE = 32;
export const SEALED_KEY_SIZE = 48;
/** Key id, encapsulated key, sealed content key. */
export const RECIPIENT_SIZE = KEY_ID_SIZE + ENC_SIZE + SEALED_KEY_SIZE;
export const MAX_RECIPIENTS = 64;

/** Plain bytes in each sealed piece; the last one is filled up with zeros, so that lengths say little and a cut always shows. */
export const PIECE_SIZE = 8192;
export const SEALED_PIECE_SIZE = PIECE_SIZE + 16;

/** Type (u8) and length (u32) before each record. */
export const RECORD_HEAD_SIZE = 5;
/** A page of a stream with the largest bodies fits well within it. */
export const MAX_RECORD_SIZE = 24 * 1024 * 1024;

export const recordTypes = { head: 1, envelope: 2, blob: 3, chunk: 4, statement: 5, check: 6, closing: 9 } as const;

/**
 * not-a-bundle: another kind of file · newer: written by a later version · not-for-us: sealed to none of our keys · incomplete: the copy
 * stops before its end · damaged: altered, or put together of parts that do not belong together
 */
export type BundleProblem = 'not-a-bundle' | 'newer' | 'not-for-us' | 'incomplete' | 'damaged';

export class BundleError extends Error {
  override readonly name = 'BundleError';

  constructor(
    readonly problem: BundleProblem,
    /** With `newer`: the version of the file. */
    readonly version: number = BUNDLE_VERSION,
  ) {
    super(problem);
  }
}
