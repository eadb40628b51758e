import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, crc32 as crcOf, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisclosureSearch } from '#test/helpers/disclosure-search.ts';

const WORD = 'KanariQwertz Übermut';
const OTHER = 'KanariHjklmnop';
const search = new DisclosureSearch([WORD, OTHER]);

/** The same each time: noise of chance looks, once in thousands, as if something compressed began in it. */
const noise = (outputLength: number) => createHash('shake256', { outputLength }).update('noise').digest();

/** Noise that holds no word, before and after what is planted. */
const amid = (planted: Buffer) => Buffer.concat([noise(5_003), planted, noise(4_001)]);

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string) =>
  Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const inBase64At = (shift: number) => Buffer.from(Buffer.from(`${'x'.repeat(shift)}${WORD}yz`).toString('base64'));

const plain: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from(WORD)],
  ['UTF-8 in capitals', Buffer.from(WORD.toUpperCase())],
  ['UTF-8 in small letters', Buffer.from(WORD.toLowerCase())],
  ['UTF-16LE', Buffer.from(WORD, 'utf16le')],
  ['UTF-16BE', Buffer.from(WORD, 'utf16le').swap16()],
  ['Latin-1', Buffer.from(WORD, 'latin1')],
  ['hexadecimal', Buffer.from(Buffer.from(WORD).toString('hex'))],
  ['hexadecimal with spaces', Buffer.from((Buffer.from(WORD).toString('hex').match(/../g) ?? []).join(' '))],
  ['hexadecimal in capitals', Buffer.from(Buffer.from(WORD).toString('hex').toUpperCase())],
  ['Base64 at the first place', inBase64At(0)],
  ['Base64 at the second place', inBase64At(1)],
  ['Base64 at the third place', inBase64At(2)],
  ['base64url', Buffer.from(Buffer.from(`?~${WORD}`).toString('base64url'))],
  ['Base64 of UTF-16LE', Buffer.from(Buffer.from(WORD, 'utf16le').toString('base64'))],
  ['JSON', Buffer.from(JSON.stringify({ title: WORD }))],
  ['JSON with escapes for all but ASCII', Buffer.from(WORD.replace('Ü', '\\u00dc'))],
  ['JSON with escapes for everything', Buffer.from(unicode(WORD))],
  ['an address', Buffer.from(`app://ncb/?q=${encodeURIComponent(WORD)}`)],
  ['an address, everything escaped', Buffer.from(percent(WORD))],
];

function zipOf(content: Buffer): Buffer {
  const body = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt16LE(8, 26);
  return Buffer.concat([local, Buffer.from('note.txt'), body]);
}

function pngWith(text: Buffer): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crcOf(named), 4);
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
  };
  const compressed = Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(text)]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('zTXt', compressed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An entry of Chromium's simple cache whose body is compressed. */
function cacheEntry(body: Buffer): Buffer {
  const key = Buffer.from('1/0/app://ncb/');
  const header = Buffer.alloc(24);
  Buffer.from('305c72a71b6dfbfc', 'hex').copy(header);
  header.writeUInt32LE(key.length, 12);
  return Buffer.concat([header, key, body]);
}

const text = Buffer.from(`${'the northern crossing '.repeat(20)}${WORD}${' and so on'.repeat(20)}`);
const compressed: readonly (readonly [string, Buffer])[] = [
  ['gzip', amid(gzipSync(text))],
  ['gzip that was torn off', gzipSync(Buffer.concat([text, randomBytes(50_000)])).subarray(0, 20_000)],
  ...[0, 1, 6, 9].map((level) => [`zlib of level ${level}`, amid(deflateSync(text, { level }))] as const),
  ['a ZIP', amid(zipOf(text))],
  ['a PNG’s text', pngWith(text)],
  ['Brotli', brotliCompressSync(text)],
  ['Brotli in the cache', cacheEntry(brotliCompressSync(text))],
  ['gzip in a ZIP', zipOf(gzipSync(text))],
  ['Base64 in gzip', gzipSync(inBase64At(1))],
];

describe('the search for what must not be on the disk', () => {
  it.each(plain)('finds a planted word as %s', (_form, planted) => {
    expect(search.inBytes('file', amid(planted)).map(({ word }) => word)).toContain(WORD);
  });

  it.each(compressed)('finds a planted word inside %s', (_form, planted) => {
    expect(search.inBytes('file', planted).map(({ word }) => word)).toContain(WORD);
  });

  it('finds nothing where nothing was planted', () => {
    const innocent = Buffer.concat([
      randomBytes(2_000_000),
      deflateSync(randomBytes(10_000)),
      Buffer.from('KanariHjk'),
    ]);
    expect(search.inBytes('file', innocent)).toEqual([]);
  });

  describe('in folders', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ncb-search-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('names the file, the word and its form, and looks at names of files as well', () => {
      writeFileSync(join(folder, 'a'), amid(Buffer.from(OTHER, 'utf16le')));
      writeFileSync(join(folder, `${OTHER}.txt`), 'empty');
      expect(search.inFolders([folder])).toEqual([
        { where: `name of ${join(folder, `${OTHER}.txt`)}`, word: OTHER, form: 'UTF-8' },
        { where: join(folder, 'a'), word: OTHER, form: 'UTF-16LE' },
      ]);
    });
  });
});
