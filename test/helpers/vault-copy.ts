import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestWorkstation } from './workstation.ts';

const vaultOf = ({ folder }: TestWorkstation) => join(folder, 'vault');

/** The whole folder as it is on the disk now; whoever held it will be gone when the copy is used. Returns the copy. */
export async function copyVault(station: TestWorkstation, copy: string): Promise<string> {
  await cp(vaultOf(station), copy, { recursive: true });
  await rm(join(copy, 'lock.ncb'), { force: true });
  return copy;
}

/** The workstation ends, its folder is replaced, and the officer signs in again. */
export async function putVaultBack(station: TestWorkstation, copy: string): Promise<void> {
  station.lock();
  await rm(vaultOf(station), { recursive: true, force: true });
  await cp(copy, vaultOf(station), { recursive: true });
  await station.signInAgain();
}
