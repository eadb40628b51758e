import { createHash, createPrivateKey, sign } from 'node:crypto';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Writes SHA256SUMS (as `sha256sum -c` reads it) over the artefacts into `folder`. @returns its path. */
export async function writeChecksums(folder: string, artefacts: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const artefact of [...artefacts].sort()) lines.push(`${await sha256Of(artefact)}  ${basename(artefact)}\n`);
  const file = join(folder, 'SHA256SUMS');
  writeFileSync(file, lines.join(''));
  return file;
}

/** Signs a file with an Ed25519 key in PEM (RFC 8032); the base64 signature is put beside it as FILE.sig. */
export function signFile(file: string, keyFile: string): void {
  const key = createPrivateKey(readFileSync(keyFile));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} is not an Ed25519 key.`);
  writeFileSync(`${file}.sig`, `${sign(null, readFileSync(file), key).toString('base64')}\n`);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
