import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeIndex } from '#core/backup/backup-index.ts';
import { utf8 } from '#core/store/bytes.ts';

const whole = {
  format: 'ncb-backup',
  version: 1,
  id: 'a'.repeat(32),
  number: 1,
  vaultId: 'b'.repeat(32),
  workstationId: '01a210b6-bc37-7711-a057-5975fda47f92',
  workstation: 'UTO-7F92',
  bureau: 'UTO',
  createdAt: 1,
  files: [{ name: 'keys-a.ncb', size: 1, sha256: 'c'.repeat(64) }],
  damaged: [],
};

/** An index whose checksum holds, as anybody can make one. */
function encoded(index: object): Uint8Array {
  const body = JSON.stringify(index);
  return utf8(`${body}\n${createHash('sha256').update(body).digest('hex')}\n${'0'.repeat(64)}\n`);
}

const withName = (name: string) => ({ ...whole, files: [{ name, size: 1, sha256: 'c'.repeat(64) }] });

describe('the index of a back-up', () => {
  it('is read when it is whole', () => {
    expect(decodeIndex(encoded(whole))?.index).toEqual(whole);
  });

  it.each([
    '../settings.json',
    'attachments/../../settings.json',
    '/etc/passwd',
    'attachments\\..\\x.ncb',
    'lock.ncb',
    'keys-a.ncb\n',
    '',
  ])('never names a file outside of a vault: %j', (name) => {
    expect(decodeIndex(encoded(withName(name)))).toBeUndefined();
  });

  it('is not read when a byte of it was altered, a line is missing, or its version is another', () => {
    const bytes = encoded(whole);
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ 0x11;
      const read = decodeIndex(altered);
      // The last line is the seal: only the keys of the vault tell whether it is the right one.
      if (read) expect(read.body).toBe(decodeIndex(bytes)?.body);
    }
    expect(decodeIndex(bytes.subarray(0, bytes.length - 66))).toBeUndefined();
    expect(decodeIndex(encoded({ ...whole, version: 2 }))).toBeUndefined();
    expect(decodeIndex(utf8('spoilt'))).toBeUndefined();
  });
});
