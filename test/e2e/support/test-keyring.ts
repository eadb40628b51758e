import type { Station } from './station.ts';

/**
 * Puts a keyring into the real main process in place of the operating system's. `lost`: it wraps, and no longer knows what it
 * wrapped before, as after the system was set up anew.
 */
export async function giveKeyring({ app }: Station, state: 'kept' | 'lost'): Promise<void> {
  await app.evaluate(({ safeStorage }, turn) => {
    const mask = turn === 'kept' ? 0x5a : 0xa5;
    const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ mask));
    Object.assign(safeStorage, {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => turned(Buffer.from(`v1:${text}`)),
      decryptString: (sealed: Buffer) => {
        const text = turned(sealed).toString();
        if (!text.startsWith('v1:')) throw new Error('not of this keyring');
        return text.slice(3);
      },
    });
  }, state);
}
