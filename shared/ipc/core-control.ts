import { z } from 'zod';
import type { KeyringAnswer } from './keyring.ts';

/** What the shell tells the core process over its parent port; the renderer has no part in it. */
export const demoSetup = z.object({
  enrolmentCode: z.string(),
  hubUrl: z.string(),
  users: z.array(
    z.object({ username: z.string(), name: z.string(), roles: z.array(z.string()), passphrase: z.string() }),
  ),
});
export type DemoSetup = z.infer<typeof demoSetup>;

/** What the core tells the shell unasked: whether there is anything to lock, from the moment a store is being opened. */
export const coreInUse = z.strictObject({ type: z.literal('in-use'), inUse: z.boolean() });
export type CoreInUse = z.infer<typeof coreInUse>;

export type CoreControl =
  | {
      readonly type: 'start';
      readonly profileDir: string;
      readonly demoSetup: DemoSetup | null;
      /** Of the application, e.g. 0.4.0. */
      readonly appVersion: string;
      /** How large the database may become, bytes. */
      readonly storeLimitBytes: number;
    }
  /** Comes with one MessagePort: the renderer's end is at the window. */
  | { readonly type: 'connect' }
  /** A file or folder the person chose by dialog, drop or file field; the renderer holds only the token. */
  | {
      readonly type: 'grant';
      readonly token: string;
      readonly path: string;
      readonly access: 'read' | 'write' | 'folder';
    }
  /** To a question of the core's (keyring.ts). */
  | KeyringAnswer
  /** Close the store, clear the keys, end. */
  | { readonly type: 'lock' };
