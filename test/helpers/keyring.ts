import type { Keyring } from '#core/vault/keyring.ts';
import { systemRandom } from './vault.ts';

/** A keyring in memory, of any name; another one knows nothing of what this one keeps. */
export class TestKeyring implements Keyring {
  private readonly secrets = new Map<string, Uint8Array>();
  constructor(readonly backend: string = 'keychain') {}

  async wrap(secret: Uint8Array): Promise<Uint8Array> {
    const name = systemRandom.bytes(8);
    this.secrets.set(Buffer.from(name).toString('hex'), secret.slice());
    return name;
  }

  async unwrap(wrapped: Uint8Array): Promise<Uint8Array> {
    const secret = this.secrets.get(Buffer.from(wrapped).toString('hex'));
    if (!secret) throw new Error('not in this keyring');
    return secret.slice();
  }

  /** What the person loses who sets the operating system up anew. */
  forgetAll(): void {
    this.secrets.clear();
  }
}
