import type { Workstation } from '../context.ts';
import {
  ATTACHMENTS_FOLDER,
  ATTEMPTS_FILE,
  journalName,
  KEYS_FILES,
  MANIFEST_FILES,
  snapshotName,
} from '../store/file-names.ts';
import { closeQuietly, type FileHandle, readWholeFile } from '../store/file-system.ts';
import { ManifestFile } from '../store/manifest.ts';
import type { StoreFiles } from '../store/store-files.ts';
import { keptDigests } from '../store/tables/attachments.ts';

const PIECE_BYTES = 1024 * 1024;
const MEASURED_AT_ONCE = 64;
const ATTACHMENT = /^[0-9a-f]{64}\.ncb$/;

/** A file of the vault as it was at one moment. */
export interface CapturedFile {
  /** As docs/store-format.md §1 names it; of an attachment with its folder. */
  readonly name: string;
  readonly size: number;
  content(): AsyncIterable<Uint8Array>;
}

/** The vault at one moment: what was committed before is in it, what comes after is not. */
export interface Capture {
  /** But for the attachments. */
  readonly files: readonly CapturedFile[];
  /** Names, without their folder. */
  readonly attachments: readonly string[];
  /** The contents that the database names, SHA-256 in hexadecimal. Never leaves the core. */
  readonly digests: readonly string[];
  close(): void;
}

/** An attachment was removed after the moment of the capture: what was captured is not complete any more. */
export class CaptureOutdated extends Error {
  override readonly name = 'CaptureOutdated';
}

/** A file of the vault itself could not be read. */
export class SourceUnreadable extends Error {
  override readonly name = 'SourceUnreadable';

  constructor(
    readonly file: string,
    options: ErrorOptions,
  ) {
    super(`${file} could not be read`, options);
  }
}

/**
 * Takes the consistent set of one moment. It runs without a pause, and a transaction is on the disk before it returns, so no commit falls
 * into the middle: the small files are read here, the snapshot is held open, and attachments never change once they have their name.
 */
export function capture({ vault, store }: Pick<Workstation, 'vault' | 'store'>): Capture {
  const { files } = vault;
  const manifest = new ManifestFile(files);
  manifest.read();
  const [newest] = manifest.current.snapshots;
  if (!newest) throw new Error('The manifest names no snapshot.');
  const journals = manifest.current.journals.filter((generation) => generation >= newest.generation).map(journalName);
  const small = [...KEYS_FILES, ...MANIFEST_FILES, ATTEMPTS_FILE, ...journals];
  const held = files.fs.open(files.fs.join(files.dir, snapshotName(newest.generation)), 'read');
  const captured = [
    ...small.filter((name) => files.fs.exists(files.fs.join(files.dir, name))).map((name) => inMemory(files, name)),
    heldOpen(files, snapshotName(newest.generation), held),
  ];
  const attachments = files.fs.list(attachmentsFolder(files)).filter((name) => ATTACHMENT.test(name));
  const digests = keptDigests(store.read);
  return { files: captured, attachments, digests, close: () => closeQuietly(files.fs, held) };
}

/** Gives way now and then: there may be tens of thousands. @throws CaptureOutdated if one of them is gone */
export async function capturedAttachments(files: StoreFiles, names: readonly string[]): Promise<CapturedFile[]> {
  const captured: CapturedFile[] = [];
  for (const name of names) {
    captured.push(attachment(files, `${ATTACHMENTS_FOLDER}/${name}`, files.fs.join(attachmentsFolder(files), name)));
    if (captured.length % MEASURED_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return captured;
}

function inMemory({ fs, dir }: StoreFiles, name: string): CapturedFile {
  const bytes = readWholeFile(fs, fs.join(dir, name));
  return {
    name,
    size: bytes.length,
    content: async function* () {
      yield bytes;
    },
  };
}

function heldOpen(files: StoreFiles, name: string, file: FileHandle): CapturedFile {
  return { name, size: files.fs.size(file), content: () => inPieces(files, name, file) };
}

const attachmentsFolder = ({ fs, dir }: StoreFiles): string => fs.join(dir, ATTACHMENTS_FOLDER);

function attachment(files: StoreFiles, name: string, path: string): CapturedFile {
  const { fs } = files;
  const open = () => openCaptured(files, name, path);
  const file = open();
  const size = fs.size(file);
  fs.close(file);
  return {
    name,
    size,
    content: async function* () {
      const reading = open();
      try {
        yield* inPieces(files, name, reading);
      } finally {
        closeQuietly(fs, reading);
      }
    },
  };
}

function openCaptured({ fs }: StoreFiles, name: string, path: string): FileHandle {
  try {
    return fs.open(path, 'read');
  } catch (error) {
    if (!fs.exists(path)) throw new CaptureOutdated(name, { cause: error });
    throw new SourceUnreadable(name, { cause: error });
  }
}

/** The local disk is read a piece at a time; between two pieces commits and screens have their turn. */
async function* inPieces({ fs }: StoreFiles, name: string, file: FileHandle): AsyncIterable<Uint8Array> {
  for (let at = 0; ; ) {
    const piece = readPiece(fs, name, file, at);
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function readPiece(fs: StoreFiles['fs'], name: string, file: FileHandle, at: number): Uint8Array {
  try {
    return fs.read(file, at, PIECE_BYTES);
  } catch (error) {
    throw new SourceUnreadable(name, { cause: error });
  }
}
