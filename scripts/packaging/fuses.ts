import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** The fuses of every packaged workstation (see electron-builder.yml). */
const wanted: readonly (readonly [fuse: FuseV1Options, on: boolean])[] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
];

/** In the fuse wire a fuse is one character: 0 off, 1 on, r removed. */
const character = (on: boolean): number => (on ? '1' : '0').charCodeAt(0);

/** Reads the fuses back from a packaged executable. @returns the names of those that stand wrong. */
export async function wrongFuses(executable: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable);
  return wanted.filter(([fuse, on]) => wire[fuse] !== character(on)).map(([fuse]) => FuseV1Options[fuse]);
}
