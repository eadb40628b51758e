import { createHash } from 'node:crypto';
import { KEYS_FILES } from '#core/store/file-names.ts';
import type { KeySlots } from '#core/vault/key-slots.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';

/** The key slots of a vault as they stand on the disk. */
export function keySlotsOn(disk: MemoryFileSystem, dir = '/v'): KeySlots {
  const [body = ''] = linesOf(disk, `${dir}/${KEYS_FILES[0]}`);
  return JSON.parse(body);
}

/** Rewrites both copies as somebody would who knows the format and no key: the checksum right, the MAC as it was. */
export function forgeKeySlots(disk: MemoryFileSystem, change: (slots: KeySlots) => unknown, dir = '/v'): void {
  for (const name of KEYS_FILES) {
    const [body = '', , seal] = linesOf(disk, `${dir}/${name}`);
    const forged = JSON.stringify(change(JSON.parse(body)));
    const checksum = createHash('sha256').update(forged).digest('hex');
    disk.files.set(`${dir}/${name}`, new Uint8Array(Buffer.from(`${forged}\n${checksum}\n${seal}\n`)));
  }
}

const linesOf = (disk: MemoryFileSystem, path: string): string[] =>
  Buffer.from(disk.files.get(path) ?? [])
    .toString()
    .split('\n');
