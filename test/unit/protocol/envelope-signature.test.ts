import { describe, expect, it } from 'vitest';
import { newId } from '#shared/lib/ids.ts';
import { canonicalText } from '#shared/protocol/canonical-json.ts';
import { envelope } from '#shared/protocol/envelope.ts';
import { isSignedBy, isTextSignedBy } from '#shared/protocol/envelope-signature.ts';
import { newSigningKey, nodeVerifier } from '#test/helpers/crypto.ts';
import { makeEnvelope, newTestBureau, testDeps } from '#test/helpers/envelopes.ts';

const deps = { verifier: nodeVerifier };

async function signedExample() {
  const [bureau, other] = await Promise.all([newTestBureau('UTO'), newTestBureau('RUR')]);
  const signer = newSigningKey();
  const sender = { bureau, workstation: newId(testDeps), signer };
  return { signer, signed: await makeEnvelope({ sender, to: [other], sequence: 1 }) };
}

describe('the signature of an envelope', () => {
  it('holds for the workstation that made it, after a journey as JSON, and for no other', async () => {
    const { signer, signed } = await signedExample();
    const received = envelope.parse(JSON.parse(JSON.stringify(signed)));
    expect(await isSignedBy(deps, received, signer.publicKey)).toBe(true);
    expect(await isSignedBy(deps, received, newSigningKey().publicKey)).toBe(false);
  });

  it('covers every field', async () => {
    const { signer, signed } = await signedExample();
    const changes: Partial<typeof signed>[] = [
      { sequence: 2 },
      { priority: 'urgent' },
      { handling: 'H0' },
      { kind: 'message-receipt' },
      { sentAt: '2020-01-01T00:00:00.000Z' },
      { header: { bodyVersion: 2, parents: [] } },
      { body: { ...signed.body, nonce: 'AAAAAAAAAAAAAAAA' } },
      { to: [signed.from.bureau] },
    ];
    for (const change of changes) {
      const changed = { ...signed, ...change };
      expect(await isSignedBy(deps, changed, signer.publicKey)).toBe(false);
      expect(await isTextSignedBy(deps, changed, canonicalText(changed), signer.publicKey)).toBe(false);
    }
  });

  it('is found the same way in the text of the whole, in whatever order its fields came', async () => {
    const { signer, signed } = await signedExample();
    const reversed = Object.fromEntries(Object.entries(signed).reverse());
    const received = envelope.parse(reversed);
    const text = canonicalText(reversed);
    expect(text).toBe(canonicalText(received));
    expect(await isTextSignedBy(deps, received, text, signer.publicKey)).toBe(true);
    expect(await isTextSignedBy(deps, received, text, newSigningKey().publicKey)).toBe(false);
    const other = { ...received, signature: 'A'.repeat(86) };
    expect(await isTextSignedBy(deps, other, canonicalText(other), signer.publicKey)).toBe(false);
    expect(await isTextSignedBy(deps, other, text, signer.publicKey)).toBe(false);
  });

  it('leaves no room for a field the schema does not know', async () => {
    const { signed } = await signedExample();
    expect(envelope.safeParse({ ...signed, extra: 1 }).success).toBe(false);
  });
});
