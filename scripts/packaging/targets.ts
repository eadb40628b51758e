/** What to package: by electron-builder, and as a Debian package by dpkg-deb (electron-builder would download a packer for it). */
export interface Targets {
  /** null = those of electron-builder.yml. */
  readonly builder: string[] | null;
  readonly deb: boolean;
}

/** @param asked the --target options; none = the usual ones of that system. */
export function chooseTargets(asked: readonly string[], platform: NodeJS.Platform, unsigned: boolean): Targets {
  const usual = unsigned ? ['dir', 'deb'] : ['AppImage', 'deb'];
  if (asked.length === 0 && platform !== 'linux') return { builder: unsigned ? ['dir'] : null, deb: false };
  const chosen = asked.length > 0 ? asked : usual;
  const builder = chosen.filter((target) => target !== 'deb');
  return { builder: builder.length > 0 ? builder : ['dir'], deb: chosen.includes('deb') };
}
