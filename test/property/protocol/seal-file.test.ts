import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openChunk, sealChunk } from '#shared/protocol/seal-file.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const place = fc.record({
  blobId: fc.uuid({ version: 7 }),
  index: fc.nat(8191),
  last: fc.boolean(),
});

describe('any chunk of any file', () => {
  it('comes back whole, and not at all with a flipped bit', async () => {
    await fc.assert(
      fc.asyncProperty(key, place, fc.uint8Array({ maxLength: 4096 }), fc.nat(), async (k, where, plain, at) => {
        const sealed = await sealChunk(k, where, plain);
        expect(await openChunk(k, where, sealed)).toEqual(Uint8Array.from(plain));
        const bit = at % (sealed.length * 8);
        sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(openChunk(k, where, sealed)).rejects.toThrow();
      }),
    );
  });
});
