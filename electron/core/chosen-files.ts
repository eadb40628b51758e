import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { err, ok } from '#shared/lib/result.ts';
import { nodeDisk } from './backup/node-disk.ts';
import type { Answer, ChosenFile, ChosenFolder, FileAccess } from './context.ts';
import { nodeFileSystem } from './store/node-file-system.ts';

const PIECE_BYTES = 1024 * 1024;

interface Grant {
  readonly path: string;
  readonly access: 'read' | 'write' | 'folder';
}

/** The files the shell granted, by token. Each token works once, for what it was issued for; a folder's works until the core ends. */
export class ChosenFiles implements FileAccess {
  private readonly grants = new Map<string, Grant>();

  grant(token: string, path: string, access: Grant['access']): void {
    this.grants.set(token, { path, access });
  }

  async read(token: string): Promise<Answer<ChosenFile>> {
    const path = this.take(token, 'read');
    if (!path) return err({ code: 'file-unreadable', params: { name: '' } });
    const name = basename(path);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return err({ code: 'file-unreadable', params: { name } });
    return ok({ name, size: found.size, content: () => createReadStream(path, { highWaterMark: PIECE_BYTES }) });
  }

  /** Written beside and renamed: what stood there before is replaced whole or not at all. */
  async write(
    token: string,
    content: AsyncIterable<Uint8Array>,
    verify?: (file: () => AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<Answer<null>> {
    const path = this.take(token, 'write');
    if (!path) return err({ code: 'file-not-written' });
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      const file = await open(temporary, 'wx');
      try {
        for await (const part of content) await writeWhole(file, part);
        await file.sync();
      } finally {
        await file.close();
      }
      await verify?.(() => createReadStream(temporary, { highWaterMark: PIECE_BYTES }));
      await rename(temporary, path);
      return ok(null);
    } catch (error) {
      await rm(temporary, { force: true });
      // A full or missing disk is told to the person; a sealed file that does not open is another matter.
      if (error instanceof Error && 'code' in error) return err({ code: 'file-not-written' });
      throw error;
    }
  }

  folder(token: string): Answer<ChosenFolder> {
    const grant = this.grants.get(token);
    if (grant?.access !== 'folder') return err({ code: 'folder-not-chosen' });
    return ok({ path: grant.path, name: basename(grant.path), disk: nodeDisk, fs: nodeFileSystem });
  }

  private take(token: string, access: Grant['access']): string | null {
    const grant = this.grants.get(token);
    if (grant?.access !== access) return null;
    this.grants.delete(token);
    return grant.path;
  }
}

/** A disk may take fewer bytes than it is given and say so only by their number. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
}
