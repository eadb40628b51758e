import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChosenFiles } from '#core/chosen-files.ts';

let folder: string;
let files: ChosenFiles;
const target = () => join(folder, 'out.ncb');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ncb-chosen-'));
  files = new ChosenFiles();
  files.grant('token', target(), 'write');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* content() {
  yield Buffer.from('the whole ');
  yield Buffer.from('content');
}

async function textOf(file: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of file) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('a file that is written where the person chose', () => {
  it('is read back before it takes its place', async () => {
    await writeFile(target(), 'what stood there before');
    const seen: string[] = [];
    const written = await files.write('token', content(), async (file) => {
      seen.push(await textOf(file()), await readFile(target(), 'utf8'));
    });
    expect(written.ok).toBe(true);
    expect(seen).toEqual(['the whole content', 'what stood there before']);
    expect(await readFile(target(), 'utf8')).toBe('the whole content');
  });

  it('leaves what stood there, and nothing of its own, when what is read back is not what was written', async () => {
    await writeFile(target(), 'what stood there before');
    const refuse = () => Promise.reject(new Error('not what was written'));
    await expect(files.write('token', content(), refuse)).rejects.toThrow('not what was written');
    expect(await readdir(folder)).toEqual(['out.ncb']);
    expect(await readFile(target(), 'utf8')).toBe('what stood there before');
  });
});
