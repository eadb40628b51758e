import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Chromium refuses its sandbox for root, so a root shell starts the workstation as another user. */
export const runsAsRoot = process.getuid?.() === 0;

const base = runsAsRoot ? '/var/lib/ncb-workstation' : join(homedir(), '.cache', 'ncb-workstation');

function shared(...names: string[]): string {
  const folder = join(base, ...names);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

/** Downloads and unpacked runtimes: safe to delete at any time. */
export const cacheFolder = (name: string): string => shared('cache', name);

/** What development keeps between runs: the demonstration's database and profiles. */
export const stateFolder = (name: string): string => shared('state', name);
