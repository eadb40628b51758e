import { createCipheriv } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';

// Shows that the runner inside Electron can fail: each of these must be reported as failed, by the reason its name gives.
describe('a planted fault', () => {
  let prepared = 0;
  beforeEach(() => {
    prepared += 1;
  });

  it('of a wrong answer', () => {
    const cipher = createCipheriv('aes-256-gcm', new Uint8Array(32), new Uint8Array(12), { authTagLength: 16 });
    cipher.final();
    expect(cipher.getAuthTag().toString('hex')).toBe('530f8afbc74536b9a963b4f1c4cb738c');
  });

  it('of something that should have been refused', async () => {
    await expect(Promise.resolve('opened')).rejects.toThrow();
  });

  it('of a cipher that is not there', () => {
    createCipheriv('chacha20-poly1305', new Uint8Array(32), new Uint8Array(12), { authTagLength: 16 });
  });

  it.each([1, 2])('of a table, row %d', (row) => {
    expect(prepared + row).toBeLessThan(0);
  });
});
