import { z } from 'zod';
import { changesOf } from './changes.ts';

/** Settings of this machine's user: never secret, kept in clear by the shell (electron-store). */
export const settings = z.object({
  language: z.enum(['en', 'fr', 'es', 'ar']).default('en'),
  colorScheme: z.enum(['light', 'dark', 'auto']).default('auto'),
  /** Percent of the normal text size. */
  textSize: z.number().min(80).max(200).default(100),
  density: z.enum(['compact', 'comfortable']).default('compact'),
  /** Minutes without input before the workstation locks; policy sets the upper bound. */
  idleMinutes: z.number().int().min(1).max(60).default(5),
  lastUsername: z.string().max(64).default(''),
  hubUrl: z.string().max(256).default(''),
  /** How large the database of this workstation may become. Set by whoever deploys it, never by the page. */
  storeLimitMebibytes: z.int().min(64).max(1024).default(500),
  /** Widths of panes and the like, by the name of the pane. */
  layout: z.record(z.string().max(64), z.number()).default({}),
});
export type Settings = z.infer<typeof settings>;

/** Each request the renderer may make of the shell. The guard in electron/shell/ipc-guard.ts refuses every other. */
export const shellContract = {
  'settings.get': { input: z.object({}), output: z.object({ settings, maxIdleMinutes: z.number() }) },
  'settings.set': { input: changesOf(settings.omit({ storeLimitMebibytes: true })), output: settings },
  /** Ends the core process, which clears the keys from memory. */
  'session.lock': { input: z.object({}), output: z.object({}) },
  'app.info': {
    input: z.object({}),
    output: z.object({ version: z.string(), electron: z.string(), chrome: z.string(), platform: z.string() }),
  },
  /** Asks the person where to save; the core gets the path, the renderer only a token for it. */
  'file.choose-save': {
    input: z.object({ suggestedName: z.string().max(255) }),
    output: z.object({ token: z.string().nullable() }),
  },
  /** Asks the person for a folder; the core gets the path, the renderer a token for it and the name to show. */
  'folder.choose': {
    input: z.object({}),
    output: z.object({ folder: z.object({ token: z.string(), name: z.string() }).nullable() }),
  },
  /** A desktop notification; the text is the renderer's, in the person's language, without personal data. */
  notify: { input: z.object({ title: z.string().max(120), body: z.string().max(240) }), output: z.object({}) },
} as const;

export type ShellContract = typeof shellContract;
export type ShellMethod = keyof ShellContract;
export type ShellInput<M extends ShellMethod> = z.input<ShellContract[M]['input']>;
export type ShellOutput<M extends ShellMethod> = z.output<ShellContract[M]['output']>;
