import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stateFolder } from '../runtime/paths.ts';

/** Where the demonstration keeps its data between starts (NCB_DEMO_DIR for another place); deleting the folder begins anew. */
export function demoFolder(): string {
  const chosen = process.env.NCB_DEMO_DIR;
  if (!chosen) return stateFolder('demo');
  mkdirSync(chosen, { recursive: true });
  return resolve(chosen);
}

/** A folder of the demonstration, made when missing. */
export function demoSubfolder(...names: string[]): string {
  const folder = join(demoFolder(), ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A small JSON file of the demonstration: undefined while it is missing. Written whole or not at all. */
export function demoNote<T>(name: string): { read(): T | undefined; write(value: T): void } {
  const file = join(demoFolder(), `${name}.json`);
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined),
    write: (value) => {
      writeFileSync(`${file}.new`, JSON.stringify(value));
      renameSync(`${file}.new`, file);
    },
  };
}
