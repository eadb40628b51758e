/** A file is not what this store wrote. Nothing of it has reached the database or the screen. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError';

  constructor(
    /** The file's plain name in the vault folder. */
    readonly file: string,
    readonly what: string,
  ) {
    super(`${file}: ${what}`);
  }
}

/** A file was written by a later version of the application, which alone can read it. */
export class NewerFormatError extends Error {
  override readonly name = 'NewerFormatError';

  constructor(
    readonly file: string,
    readonly found: number,
    readonly supported: number,
    /** The version of the application that wrote it, e.g. 0.4.0; empty where the file does not tell. */
    readonly writtenBy = '',
  ) {
    super(`${file} has format ${found}; this version reads up to ${supported}.`);
  }
}

/** Something an open found and dealt with: worth a line in the log and, where it says so, a word to the person. */
export type OpenNotice =
  /** A transaction was being written when the computer stopped. It had not been acknowledged. Told until the file is outdated. */
  | { readonly kind: 'unfinished-record-dropped'; readonly file: string }
  /** A snapshot was damaged; the one before and the journals since gave the same content. */
  | { readonly kind: 'previous-generation-used'; readonly file: string; readonly what: string; readonly keptAt: string }
  /** One of two copies was damaged or behind and has been written again from the other. */
  | { readonly kind: 'copy-repaired'; readonly file: string; readonly keptAt: string | undefined }
  /** A file that only a recovery would need is damaged; the next checkpoint replaces it. */
  | { readonly kind: 'spare-damaged'; readonly file: string; readonly what: string; readonly keptAt: string }
  /** A person chose to go on without what could not be read. */
  | { readonly kind: 'salvaged'; readonly file: string; readonly what: string; readonly keptAt: string | undefined }
  /** The store opened, but can only be read: the disk refuses to be written. */
  | { readonly kind: 'opened-read-only'; readonly reason: string };
