import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorityFingerprint, certificateUntil } from '#core/enrolment/certificates.ts';
import { makeBureauKey, makeNewKeys } from '#core/enrolment/new-keys.ts';
import { checkRequest, createAuthority, openAuthority } from '#hub/services/certificate-authority.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { encryptionKeyId, hpkeOpen, hpkeSeal } from '#shared/protocol/hpke.ts';
import { systemRandom } from '#test/helpers/crypto.ts';

const deps = { random: systemRandom };
const text = (words: string) => new TextEncoder().encode(words);

describe('the keys a workstation makes for itself', () => {
  it('ask for a certificate the authority issues, and that the TLS key belongs to', async () => {
    const keys = await makeNewKeys(deps);
    const request = await checkRequest(keys.csr);
    if (!request.ok) throw new Error(request.error);
    const stored = await createAuthority(Date.now(), 'Invented hub');
    const authority = await openAuthority(stored);
    const subject = { bureau: 'UTO', workstation: '01930000-0000-7000-8000-000000000001', days: 30 };
    const issued = await authority.issueWorkstation(Date.now(), request.value, subject);
    const certificate = new X509Certificate(issued.certificatePem);
    const root = new X509Certificate(stored.certificatePem);
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(root)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(keys.tlsKey))).toBe(true);
    expect(certificate.subject).toContain('UTO');
    expect(Math.abs(certificateUntil(issued.certificatePem) - issued.notAfter)).toBeLessThan(1000);
    expect(authorityFingerprint(stored.certificatePem)).toMatch(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/);
  });

  it('refuse a certificate request of which one byte was changed', async () => {
    const { csr } = await makeNewKeys(deps);
    const lines = csr.trim().split('\n');
    const der = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
    const changed = [lines[0], der.toString('base64'), lines.at(-1)].join('\n');
    expect(await checkRequest(changed)).toMatchObject({ ok: false });
  });

  it('open what is sealed to the bureau and to the machine, each its own', async () => {
    const [keys, bureau] = [await makeNewKeys(deps), await makeBureauKey(deps)];
    const [info, aad, plain] = [text('info'), text('aad'), text('for the bureau')];
    const sealed = await hpkeSeal(deps, fromBase64Url(bureau.publicKey), info, aad, plain);
    expect(await hpkeOpen(fromBase64Url(bureau.privateKey), sealed, info, aad)).toEqual(plain);
    await expect(hpkeOpen(fromBase64Url(keys.devicePrivateKey), sealed, info, aad)).rejects.toThrow();
    expect(await encryptionKeyId(fromBase64Url(bureau.publicKey))).toBe(bureau.keyId);
  });
});
