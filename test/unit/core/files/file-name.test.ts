import { describe, expect, it } from 'vitest';
import { cleanFileName, fileEnding } from '#core/files/file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['C:\\Users\\ada\\scan.pdf', 'scan.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['report\u0000.pdf', 'report.pdf'],
    ['what?is*this<1>.txt', 'what_is_this_1_.txt'],
    ['  ..hidden.. ', 'hidden'],
    ['CON.txt', '_CON.txt'],
    ['con', '_con'],
    ['', 'file'],
    ['...', 'file'],
    ['صورة.jpg', 'صورة.jpg'],
    ['e\u0301te\u0301.txt', 'été.txt'],
  ])('%j is kept as %j', (name, kept) => {
    expect(cleanFileName(name)).toBe(kept);
  });

  it('is shortened before its ending', () => {
    const kept = cleanFileName(`${'a'.repeat(300)}.jpeg`);
    expect(kept).toHaveLength(120);
    expect(fileEnding(kept)).toBe('jpeg');
  });
});
