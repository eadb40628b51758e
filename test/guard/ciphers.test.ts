import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['electron', 'renderer', 'shared', 'hub'];

function sources(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
}

describe('the product', () => {
  it('asks for no cipher that Electron’s BoringSSL does not have: AES-256-GCM is the only one it names', () => {
    const all = sources().join('\n');
    expect(all).not.toMatch(/chacha|poly1305/i);
    const named = [...all.matchAll(/create(?:C|Dec)ipheriv\(\s*'([^']+)'/g)].map(([, cipher]) => cipher);
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)]).toEqual(['aes-256-gcm']);
  });

  it('asks for no digest but SHA-256, so that none is missing there', () => {
    const named = [
      ...sources()
        .join('\n')
        .matchAll(/(?:createHash|createHmac|hkdfSync)\(\s*'([^']+)'/g),
    ];
    expect([...new Set(named.map(([, digest]) => digest))]).toEqual(['sha256']);
  });
});
