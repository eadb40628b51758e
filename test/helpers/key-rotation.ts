import { parseNumberedName } from '#core/store/file-names.ts';
import type { FileSystem } from '#core/store/file-system.ts';
import type { AttachmentStore } from '#core/vault/attachment-store.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';

export async function* inPieces(bytes: Uint8Array, size = 256 * 1024): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function contentOf(attachments: AttachmentStore, digest: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of attachments.open(digest)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The root keys, by number, that files in a vault folder say they are sealed under (docs/store-format.md §4, §7, §8). */
export function epochsOn(disk: MemoryFileSystem, dir = '/v'): ReadonlySet<number> {
  const epochs = [...disk.files].flatMap(([path, bytes]) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (path.includes('/quarantine/') || name.endsWith('.tmp')) return [];
    if (path.startsWith(`${dir}/attachments/`)) return [uint32At(bytes, 64)];
    const kind = parseNumberedName(name)?.kind;
    return kind ? [uint32At(bytes, kind === 'snapshot' ? 108 : 100)] : [];
  });
  return new Set(epochs);
}

const uint32At = (bytes: Uint8Array, at: number): number => Buffer.from(bytes).readUInt32BE(at);

const CHANGING = new Set(['open', 'write', 'truncate', 'rename', 'remove', 'makeFolder']);

/** A disk that keeps a copy of itself before each call that changes it: every state in which a killed process can leave it. */
export function photographed(disk: MemoryFileSystem, photograph: (copy: () => MemoryFileSystem) => void): FileSystem {
  return new Proxy(disk, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!CHANGING.has(String(name))) return member.bind(target);
      return (...args: unknown[]) => {
        if (name !== 'open' || args[1] !== 'read') photograph(() => target.copy());
        return member.apply(target, args);
      };
    },
  });
}
