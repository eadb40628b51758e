import { z } from 'zod';

/** What the shell tells the core process over its parent port; the renderer has no part in it. */
export const demoSetup = z.object({
  enrolmentCode: z.string(),
  hubUrl: z.string(),
  users: z.array(
    z.object({ username: z.string(), name: z.string(), roles: z.array(z.string()), passphrase: z.string() }),
  ),
});
export type DemoSetup = z.infer<typeof demoSetup>;

export type CoreControl =
  | { readonly type: 'start'; readonly profileDir: string; readonly demoSetup: DemoSetup | null }
  /** Comes with one MessagePort: the renderer's end is at the window. */
  | { readonly type: 'connect' }
  /** A file the person chose by dialog, drop or file field; the renderer holds only the token. */
  | { readonly type: 'grant'; readonly token: string; readonly path: string; readonly access: 'read' | 'write' }
  /** Close the store, clear the keys, end. */
  | { readonly type: 'lock' };

export type CoreReport =
  | { readonly type: 'ready' }
  | { readonly type: 'session'; readonly phase: 'new' | 'locked' | 'open' }
  | { readonly type: 'fatal'; readonly message: string };
