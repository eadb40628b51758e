import { randomUUID } from 'node:crypto';
import type { FileGrant } from './core-process.ts';

/** Turns a path the person chose into a token: the page never sees a path, and can name only files that were chosen. */
export class FileGrants {
  constructor(private readonly giveToCore: (grant: FileGrant) => void) {}

  issue(path: string, access: FileGrant['access']): string {
    const token = randomUUID();
    this.giveToCore({ token, path, access });
    return token;
  }
}
