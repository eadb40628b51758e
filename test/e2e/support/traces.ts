import { lstatSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisclosureSearch } from '#test/helpers/disclosure-search.ts';
import { deskUser } from '../../../scripts/runtime/desk-user.ts';
import { stateFolder } from '../../../scripts/runtime/paths.ts';
import type { Canaries } from './canaries.ts';

/** What a workstation may have left behind. */
export interface Traces {
  /** Its profile and whatever else belongs to it alone: all of it is searched. */
  readonly folders: readonly string[];
  /** What it wrote to its standard output and error. */
  readonly output: string;
  /** Milliseconds since 1970: of shared temporary folders only what is younger is searched. */
  readonly since: number;
}

/** One line for each canary found: where, in which form, and where it had been typed. */
export async function canariesIn(canaries: Canaries, { folders, output, since }: Traces): Promise<string[]> {
  const search = new DisclosureSearch(canaries.words);
  const found = [
    ...search.inFolders([...folders, stateFolder('home')]),
    ...(await temporaryEntries(since, folders)).flatMap((path) =>
      lstatSync(path).isDirectory() ? search.inFolders([path]) : search.inFile(path),
    ),
    ...search.inBytes('standard output', Buffer.from(output)),
  ];
  return found.map(({ where, form, word }) => `${where}: ${form} of "${word}", ${canaries.place(word)}`);
}

/** What the user who runs the workstation has in the system's temporary folders. Sockets and pipes hold nothing. */
async function temporaryEntries(since: number, known: readonly string[]): Promise<string[]> {
  const uid = (await deskUser())?.uid ?? process.getuid?.();
  const paths = [...new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  return paths.filter((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const isData = stat?.isFile() || stat?.isDirectory();
    return stat !== undefined && isData && stat.uid === uid && stat.mtimeMs >= since && !known.includes(path);
  });
}
