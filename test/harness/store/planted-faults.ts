import type { FileSystem } from '#core/store/file-system.ts';
import { removingTooEarly, without, withoutSyncOf } from './faulty-disks.ts';
import type { SourceEdit } from './mutated-bundle.ts';

export type HarnessName =
  | 'power cut'
  | 'failing disk'
  | 'tampering'
  | 'lost snapshot'
  | 'nonces'
  | 'replay'
  | 'independent reader'
  | 'killed process'
  | 'soak';

/** A fault of the kind that slips into a store, and the harness that has to notice it. */
export interface PlantedFault {
  readonly name: string;
  readonly caughtBy: HarnessName;
  /** Found in a second or two: tried on every change. */
  readonly quick?: true;
  /** Lines of the product exchanged while it is bundled. */
  readonly edits?: readonly SourceEdit[];
  /** A disk that does not do what the product asks of it, as if the product had not asked. */
  readonly disk?: (inner: FileSystem) => FileSystem;
}

const STORE = 'electron/core/store';
const JOURNAL_WRITER = `${STORE}/journal-writer.ts`;
const JOURNAL_READER = `${STORE}/journal-reader.ts`;

const SYNC_OF_A_RECORD =
  '    writeFully(this.#fs, this.#file, bytes, this.#position);\n    this.#fs.fdatasync(this.#file);\n';

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'a record is not synced before it is acknowledged',
    caughtBy: 'power cut',
    quick: true,
    disk: without('fdatasync'),
  },
  {
    name: 'the sync comes before the record instead of after it',
    caughtBy: 'power cut',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: SYNC_OF_A_RECORD,
        replace: 'this.#fs.fdatasync(this.#file);\n writeFully(this.#fs, this.#file, bytes, this.#position);\n',
      },
    ],
  },
  {
    name: 'whole files are not synced before they get their name',
    caughtBy: 'power cut',
    disk: without('fsync'),
  },
  {
    name: 'names are not made durable',
    caughtBy: 'power cut',
    quick: true,
    disk: without('syncFolder'),
  },
  {
    name: 'a snapshot gets its name before its bytes are on the disk',
    caughtBy: 'power cut',
    disk: (inner) => withoutSyncOf(inner, /snapshot-/),
  },
  {
    name: 'both copies of the manifest and the key slots are written in place',
    caughtBy: 'power cut',
    edits: [
      {
        file: `${STORE}/twin-file.ts`,
        find: 'for (const name of this.#names) replaceFile(this.#fs, this.#dir, name, bytes);',
        replace: `for (const name of this.#names) {
          const path = this.#fs.join(this.#dir, name);
          const file = this.#fs.open(path, this.#fs.exists(path) ? 'update' : 'create');
          this.#fs.truncate(file, bytes.length);
          this.#fs.write(file, bytes, 0);
          this.#fs.close(file);
        }
        this.#fs.syncFolder(this.#dir);`,
      },
    ],
  },
  {
    name: 'more of the journal is said to be there than has been synced',
    caughtBy: 'power cut',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: 'writeZeros(this.#fs, this.#file, this.#allocated, target);\n    this.#fs.fsync(this.#file);',
        replace: '',
      },
    ],
  },
  {
    name: 'a record torn by a power cut is taken for damage',
    caughtBy: 'power cut',
    edits: [
      {
        file: JOURNAL_READER,
        find: "? 'unfinished'\n    : { damage: `the last record",
        replace: "? { damage: 'torn' }\n    : { damage: `the last record",
      },
    ],
  },
  {
    name: 'the older generation is removed before the manifest names the new one',
    caughtBy: 'power cut',
    disk: removingTooEarly,
  },
  {
    name: 'only the newest generation is kept',
    caughtBy: 'lost snapshot',
    quick: true,
    disk: removingTooEarly,
  },
  {
    name: 'a file that could not be written is taken for written',
    caughtBy: 'failing disk',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: SYNC_OF_A_RECORD,
        replace:
          'try { writeFully(this.#fs, this.#file, bytes, this.#position);\n this.#fs.fdatasync(this.#file); } catch {}\n',
      },
    ],
  },
  {
    name: 'a sync that failed is tried again, and believed',
    caughtBy: 'failing disk',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: SYNC_OF_A_RECORD,
        replace: `writeFully(this.#fs, this.#file, bytes, this.#position);
          try { this.#fs.fdatasync(this.#file); } catch { this.#fs.fdatasync(this.#file); }\n`,
      },
    ],
  },
  {
    name: 'a write that took half the bytes is taken for the whole',
    caughtBy: 'failing disk',
    edits: [{ file: `${STORE}/file-system.ts`, find: 'done += taken;', replace: 'done = bytes.length;' }],
  },
  {
    name: 'a file held for a moment by another program is not tried again',
    caughtBy: 'failing disk',
    edits: [
      {
        file: `${STORE}/file-system.ts`,
        find: "if (!HELD_BY_ANOTHER.has(errorCode(error) ?? '')) throw error;\n      fs.pause(delay);",
        replace: 'throw error; fs.pause(delay);',
      },
    ],
  },
  {
    name: 'the tag of a seal is not compared',
    caughtBy: 'tampering',
    quick: true,
    edits: [{ file: `${STORE}/sealing.ts`, find: 'decipher.final();', replace: '' }],
  },
  {
    name: 'chunks of a snapshot are sealed without their place',
    caughtBy: 'tampering',
    edits: [
      {
        file: `${STORE}/snapshot.ts`,
        find: 'concat(CHUNK_LABEL, header, uint32(index), uint32(count))',
        replace: 'concat(CHUNK_LABEL, header, uint32(index * 0), uint32(count))',
      },
      { file: `${STORE}/sealing.ts`, find: 'nonce.writeUInt32BE(counter % 2 ** 32, 8);', replace: '' },
    ],
  },
  {
    name: 'an altered last record is dropped as if a crash had torn it',
    caughtBy: 'tampering',
    edits: [
      {
        file: JOURNAL_READER,
        find: 'return isUnfinished(bytes, position, last, header)',
        replace: 'return isUnfinished(bytes, position, last, header) || position > 0',
      },
    ],
  },
  {
    name: 'the zeros at the end of a journal are not looked at',
    caughtBy: 'tampering',
    edits: [
      {
        file: JOURNAL_READER,
        find: "if (last < position) return 'clean';",
        replace: "if (last >= -1) return 'clean';",
      },
    ],
  },
  {
    name: 'a journal that was cut short is not noticed',
    caughtBy: 'tampering',
    edits: [
      {
        file: JOURNAL_READER,
        find: 'if (bytes.length < Math.max(durable, (header?.allocated ?? 0) * UNIT_BYTES)) {',
        replace: 'if (bytes.length < Math.min(durable, 0)) {',
      },
    ],
  },
  {
    name: 'the chain from one journal to the next is not checked',
    caughtBy: 'tampering',
    edits: [
      { file: JOURNAL_READER, find: 'if (!samePoint(end, until)) return', replace: 'if (!end) return' },
      {
        file: `${STORE}/replay.ts`,
        find: 'if (!samePoint(journal.header.previous, this.#end)) {',
        replace: 'if (!this.#end) {',
      },
    ],
  },
  {
    name: 'it is not checked where the last session ended',
    caughtBy: 'tampering',
    edits: [
      {
        file: `${STORE}/replay.ts`,
        find: 'if (!samePoint(expected, replayer.end) || replayer.unfinished) {',
        replace: 'if (!expected) {',
      },
    ],
  },
  {
    name: 'the seals of the manifest and the key slots are not compared',
    caughtBy: 'tampering',
    quick: true,
    edits: [
      {
        file: `${STORE}/sealing.ts`,
        find: 'return expected.length === found.length && timingSafeEqual(found, expected);',
        replace: 'return expected.length === found.length || timingSafeEqual(found, expected);',
      },
    ],
  },
  {
    name: 'every record is sealed with the same nonce',
    caughtBy: 'nonces',
    quick: true,
    edits: [
      {
        file: `${STORE}/sealing.ts`,
        find: 'nonce.writeUInt32BE(counter % 2 ** 32, 8);',
        replace: 'nonce.writeUInt32BE(Math.min(counter, 1), 8);',
      },
    ],
  },
  {
    name: 'every journal has the same salt',
    caughtBy: 'nonces',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: 'const salt = random.bytes(SALT_BYTES);',
        replace: 'const salt = random.bytes(SALT_BYTES).fill(0);',
      },
    ],
  },
  {
    name: 'a replay that changes another number of rows goes on',
    caughtBy: 'replay',
    quick: true,
    edits: [
      {
        file: `${STORE}/replay.ts`,
        find: 'if (database.replay(sql, params).changes !== changes) {',
        replace: 'if (database.replay(sql, params).changes < -changes) {',
      },
    ],
  },
  {
    name: 'keys are derived in another way than the format says',
    caughtBy: 'independent reader',
    quick: true,
    edits: [{ file: `${STORE}/sealing.ts`, find: "utf8('ncb-store/1/')", replace: "utf8('ncb-store/2/')" }],
  },
  {
    name: 'a length is written in another order of bytes than the format says',
    caughtBy: 'independent reader',
    edits: [
      {
        file: `${STORE}/journal-format.ts`,
        find: 'into.writeUInt32BE(header.length, 0);',
        replace: 'into.writeUInt32LE(header.length, 0);',
      },
      {
        file: `${STORE}/journal-format.ts`,
        find: 'length: fields.getUint32(0),',
        replace: 'length: fields.getUint32(0, true),',
      },
    ],
  },
  {
    name: 'a record stays in memory until the next one comes',
    caughtBy: 'killed process',
    edits: [
      {
        file: JOURNAL_WRITER,
        find: '  #sequence = 0;',
        replace: '  #sequence = 0;\n  #late: (() => void) | undefined;',
      },
      {
        file: JOURNAL_WRITER,
        find: SYNC_OF_A_RECORD,
        replace: `this.#late?.();
          const at = this.#position;
          this.#late = () => writeFully(this.#fs, this.#file, bytes, at);\n`,
      },
    ],
  },
  {
    name: 'sealed records stay in memory after they have been written',
    caughtBy: 'soak',
    edits: [
      { file: JOURNAL_WRITER, find: 'const ZEROS = ', replace: 'const kept: Uint8Array[] = [];\nconst ZEROS = ' },
      {
        file: JOURNAL_WRITER,
        find: SYNC_OF_A_RECORD,
        replace: `${SYNC_OF_A_RECORD}    kept.push(Buffer.concat([bytes, bytes, bytes, bytes]));\n`,
      },
    ],
  },
];
