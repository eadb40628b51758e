import { createAuthority, openAuthority } from '#hub/services/certificate-authority.ts';

/** What a server of this machine needs to be taken for the hub, and the authority to trust; PEM. */
export async function pinnedServer(): Promise<{ readonly ca: string; readonly cert: string; readonly key: string }> {
  const stored = await createAuthority(Date.now(), 'Invented hub');
  const { certificatePem: cert, privateKeyPem: key } = await (await openAuthority(stored)).issueServer(Date.now(), [
    'localhost',
  ]);
  return { ca: stored.certificatePem, cert, key };
}
