import { TEMPORARY_SUFFIX } from '../store/file-system.ts';
import { decodeIndex, type StoredIndex } from './backup-index.ts';
import { type Disk, readAll } from './disk.ts';

const PREFIX = 'ncb-backup-';
const INDEX = /^backup-(\d{10})\.ncb$/;
const OBJECT = /^([0-9a-f]{64})\.ncb$/;
const FILES = 'files';

/** An index in the folder; `stored` is undefined where it is damaged or of a later version. */
export interface FoundIndex {
  readonly number: number;
  readonly path: string;
  readonly stored: StoredIndex | undefined;
}

/**
 * The back-ups of one workstation in one place:
 *
 *   <chosen folder>/ncb-backup-<workstation>/backup-0000000007.ncb   one index a back-up
 *                                           /files/<sha256>.ncb      what the indexes name, each content once
 */
export class BackupFolder {
  constructor(
    readonly disk: Disk,
    readonly path: string,
  ) {}

  static of(disk: Disk, chosen: string, workstationId: string): BackupFolder {
    return new BackupFolder(disk, disk.join(chosen, `${PREFIX}${workstationId}`));
  }

  /** Every workstation that has back-ups in a chosen folder; the folder of one workstation may be chosen itself. */
  static async allIn(disk: Disk, chosen: string): Promise<readonly BackupFolder[]> {
    const names = await disk.list(chosen);
    if (names.some((name) => INDEX.test(name))) return [new BackupFolder(disk, chosen)];
    return names
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => new BackupFolder(disk, disk.join(chosen, name)));
  }

  get files(): string {
    return this.disk.join(this.path, FILES);
  }

  objectPath(sha256: string): string {
    return this.disk.join(this.files, `${sha256}.ncb`);
  }

  indexPath(number: number): string {
    return this.disk.join(this.path, `backup-${String(number).padStart(10, '0')}.ncb`);
  }

  /** Makes the folders, and removes what an interrupted back-up was writing. */
  async prepare(): Promise<void> {
    await this.disk.makeFolder(this.files);
    for (const folder of [this.path, this.files]) {
      for (const name of await this.disk.list(folder)) {
        if (name.endsWith(TEMPORARY_SUFFIX)) await this.disk.remove(this.disk.join(folder, name));
      }
    }
  }

  /** Newest first. */
  async indexes(): Promise<readonly FoundIndex[]> {
    const found: FoundIndex[] = [];
    for (const name of await this.disk.list(this.path)) {
      const number = Number(INDEX.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(number)) continue;
      const path = this.disk.join(this.path, name);
      const stored = decodeIndex(await readAll(this.disk, path));
      found.push({ number, path, stored: stored?.index.number === number ? stored : undefined });
    }
    return found.sort((left, right) => right.number - left.number);
  }

  /** SHA-256 of every content in the folder, by its name. */
  async objects(): Promise<readonly string[]> {
    return (await this.disk.list(this.files)).flatMap((name) => OBJECT.exec(name)?.[1] ?? []);
  }
}
