import { existsSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** What has to be there for a release on a system: each is an environment variable, and what it names. */
const codeSigning: Readonly<Partial<Record<NodeJS.Platform, { anyOf: readonly string[]; what: string }>>> = {
  win32: { anyOf: ['WIN_CSC_LINK', 'CSC_LINK', 'AZURE_CLIENT_ID'], what: 'the Authenticode certificate' },
  darwin: { anyOf: ['CSC_LINK', 'CSC_NAME'], what: 'the Developer ID certificate' },
};

/** The variable that names the file with the Ed25519 key (PEM, PKCS #8) which signs the checksums of a release. */
export const RELEASE_KEY = 'NCB_RELEASE_KEY';

/** What a release build still lacks, in words; empty when it may be made. */
export function missingSigningIdentity(platform: NodeJS.Platform, env: Environment): string[] {
  const missing: string[] = [];
  const key = env[RELEASE_KEY];
  if (!key) missing.push(`${RELEASE_KEY}: the file with the Ed25519 key that signs the checksums`);
  else if (!existsSync(key)) missing.push(`${RELEASE_KEY} names ${key}, which does not exist`);
  const needed = codeSigning[platform];
  if (needed && !needed.anyOf.some((name) => env[name])) missing.push(`${needed.anyOf.join(' or ')}: ${needed.what}`);
  return missing;
}
