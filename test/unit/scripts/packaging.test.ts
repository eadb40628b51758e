import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { signFile, writeChecksums } from '../../../scripts/packaging/checksums.ts';
import { missingSigningIdentity } from '../../../scripts/packaging/signing-identity.ts';
import { chooseTargets } from '../../../scripts/packaging/targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'ncb-dist-'));
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keyFile = join(folder, 'release-key.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a release', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('is refused on %s while nothing can sign it', (platform) => {
    expect(missingSigningIdentity(platform, {}).length).toBe(platform === 'linux' ? 1 : 2);
    expect(missingSigningIdentity(platform, { NCB_RELEASE_KEY: join(folder, 'nothing') }).length).toBeGreaterThan(0);
  });

  it('may be made when the checksum key and the certificate of the system are there', () => {
    expect(missingSigningIdentity('linux', { NCB_RELEASE_KEY: keyFile })).toEqual([]);
    expect(missingSigningIdentity('win32', { NCB_RELEASE_KEY: keyFile, WIN_CSC_LINK: 'certificate.pfx' })).toEqual([]);
    expect(missingSigningIdentity('darwin', { NCB_RELEASE_KEY: keyFile, CSC_NAME: 'Developer' })).toEqual([]);
    expect(missingSigningIdentity('darwin', { NCB_RELEASE_KEY: keyFile, WIN_CSC_LINK: 'x' })).toHaveLength(1);
  });

  it('comes with checksums whose signature verifies, and no longer does when a byte changes', async () => {
    const artefact = join(folder, 'ncb-workstation.deb');
    writeFileSync(artefact, 'content');
    const file = await writeChecksums(folder, [artefact]);
    signFile(file, keyFile);
    const sums = readFileSync(file);
    expect(sums.toString()).toBe(`${createHash('sha256').update('content').digest('hex')}  ncb-workstation.deb\n`);
    const signature = Buffer.from(readFileSync(`${file}.sig`, 'utf8'), 'base64');
    expect(verify(null, sums, publicKey, signature)).toBe(true);
    expect(verify(null, Buffer.concat([sums, Buffer.from(' ')]), publicKey, signature)).toBe(false);
  });

  it('is not signed with a key of another kind', () => {
    const rsa = join(folder, 'rsa.pem');
    writeFileSync(
      rsa,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    expect(() => signFile(keyFile, rsa)).toThrow('not an Ed25519 key');
  });
});

describe('what is packaged', () => {
  it('on Linux is an AppImage and a Debian package, and for trying out a folder and a Debian package', () => {
    expect(chooseTargets([], 'linux', false)).toEqual({ builder: ['AppImage'], deb: true });
    expect(chooseTargets([], 'linux', true)).toEqual({ builder: ['dir'], deb: true });
  });

  it('is what was asked for, and elsewhere what electron-builder.yml names', () => {
    expect(chooseTargets(['deb'], 'linux', false)).toEqual({ builder: ['dir'], deb: true });
    expect(chooseTargets(['dir'], 'linux', true)).toEqual({ builder: ['dir'], deb: false });
    expect(chooseTargets([], 'win32', false)).toEqual({ builder: null, deb: false });
  });
});
