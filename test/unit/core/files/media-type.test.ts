import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from '#core/files/media-type.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('what a file is', () => {
  it.each([
    ['scan.pdf', '%PDF-1.7', 'application/pdf'],
    ['holiday.jpg', 'MZ\x90\x00', 'application/vnd.microsoft.portable-executable'],
    ['picture.txt', '\x89PNG\r\n\x1a\n', 'image/png'],
    ['letter.docx', 'PK\x03\x04', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['letter.zip', 'PK\x03\x04', 'application/zip'],
    ['film.mp4', '\x00\x00\x00\x18ftypisom', 'video/mp4'],
    ['list.csv', 'a;b;c', 'text/csv'],
    ['unknown.xyz', 'abc', 'application/octet-stream'],
    ['noending', '', 'application/octet-stream'],
  ])('%s beginning with %j is %s', (name, head, type) => {
    expect(mediaTypeOf(name, bytes(head))).toBe(type);
  });
});
