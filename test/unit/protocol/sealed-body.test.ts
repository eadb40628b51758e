import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '#shared/protocol/bytes.ts';
import { MAX_BODY_SIZE, openBody, type SealingFrame, sealBody } from '#shared/protocol/sealed-body.ts';
import { seededRandom } from '#test/helpers/crypto.ts';
import { asRecipient, newTestBureau, type TestBureau } from '#test/helpers/envelopes.ts';

const frame: SealingFrame = {
  id: '01930000-0000-7000-8000-000000000001',
  kind: 'message',
  from: { bureau: 'UTO', workstation: '01930000-0000-7000-8000-000000000002' },
  to: ['RUR'],
};
const openingKey = ({ code, keyId, privateKey }: TestBureau) => ({ bureau: code, keyId, privateKey });

async function sealedExample() {
  const [utopia, ruritania, zubrovia] = await Promise.all(['UTO', 'RUR', 'ZUB'].map(newTestBureau));
  if (!utopia || !ruritania || !zubrovia) throw new Error('three bureaus');
  const recipients = [utopia, ruritania].map(asRecipient);
  const body = await sealBody({ random: seededRandom('body') }, frame, recipients, { text: 'مرحبا from Utopia' });
  return { utopia, ruritania, zubrovia, recipients, body };
}

describe('a sealed body', () => {
  it('is read by every bureau it is sealed to, the sender’s own included', async () => {
    const { utopia, ruritania, body } = await sealedExample();
    for (const bureau of [utopia, ruritania]) {
      expect(await openBody(frame, body, [openingKey(bureau)])).toEqual({
        ok: true,
        value: { text: 'مرحبا from Utopia' },
      });
    }
  });

  it('is closed to a bureau it is not sealed to', async () => {
    const { zubrovia, body } = await sealedExample();
    expect(await openBody(frame, body, [openingKey(zubrovia)])).toEqual({ ok: false, error: 'not-for-us' });
  });

  it('opens in no other envelope: id, kind, sender and addressees are bound to it', async () => {
    const { ruritania, body } = await sealedExample();
    const others: SealingFrame[] = [
      { ...frame, id: '01930000-0000-7000-8000-000000000009' },
      { ...frame, kind: 'message-receipt' },
      { ...frame, from: { ...frame.from, bureau: 'ZUB' } },
      { ...frame, from: { ...frame.from, workstation: '01930000-0000-7000-8000-000000000003' } },
      { ...frame, to: ['RUR', 'ZUB'] },
    ];
    for (const other of others) {
      expect(await openBody(other, body, [openingKey(ruritania)])).toEqual({ ok: false, error: 'damaged' });
    }
  });

  it('does not open when one bit of it has changed', async () => {
    const { ruritania, body } = await sealedExample();
    const bytes = fromBase64Url(body.ciphertext);
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    const changed = { ...body, ciphertext: toBase64Url(bytes) };
    expect(await openBody(frame, changed, [openingKey(ruritania)])).toEqual({ ok: false, error: 'damaged' });
  });

  it('is the same to the byte when sealed again with the same randomness, so that a simulation repeats', async () => {
    const { recipients, body } = await sealedExample();
    const again = await sealBody({ random: seededRandom('body') }, frame, recipients, { text: 'مرحبا from Utopia' });
    expect(again).toEqual(body);
  });

  it('hides the length of short texts and refuses what belongs in an attachment', async () => {
    const { recipients } = await sealedExample();
    const deps = { random: seededRandom('length') };
    const [short, longer] = await Promise.all(
      ['a', 'a'.repeat(200)].map((text) => sealBody(deps, frame, recipients, { text })),
    );
    expect(short?.ciphertext.length).toBe(longer?.ciphertext.length);
    await expect(sealBody(deps, frame, recipients, 'a'.repeat(MAX_BODY_SIZE))).rejects.toThrow(RangeError);
  });
});
