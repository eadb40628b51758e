import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../lib/run.ts';
import { projectRoot } from '../runtime/paths.ts';

const NAME = 'ncb-workstation';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
/** What Chromium loads from the system; where Debian and Ubuntu renamed a library, either name will do. */
const DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libsecret-1-0',
  'xdg-utils',
];

export interface DebianPackage {
  /** The folder electron-builder left the application in. */
  readonly unpacked: string;
  readonly version: string;
  /** The file to write. */
  readonly file: string;
  /** xz is small and takes minutes; gzip is for trying out. */
  readonly compression: 'xz' | 'gzip';
}

/** Packs the application as a Debian package by dpkg-deb. @throws when dpkg-deb is missing or refuses. */
export async function writeDebianPackage({ unpacked, version, file, compression }: DebianPackage): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'ncb-deb-'));
  try {
    chmodSync(root, 0o755);
    await layOut(root, unpacked);
    await control(root, version);
    await runOrThrow('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, file]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function layOut(root: string, unpacked: string): Promise<void> {
  const application = join(root, 'opt', NAME);
  await cp(unpacked, application, { recursive: true, verbatimSymlinks: true });
  await runOrThrow('chmod', ['-R', 'u=rwX,go=rX', application]);
  // Where user namespaces are closed to ordinary users, Chromium's sandbox needs its setuid helper.
  chmodSync(join(application, 'chrome-sandbox'), 0o4755);
  const put = (path: string): string => {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  symlinkSync(`/opt/${NAME}/${NAME}`, put(`usr/bin/${NAME}`));
  writeFileSync(put(`usr/share/applications/${NAME}.desktop`), desktopEntry());
  copyFileSync(join(projectRoot, 'LICENSE'), put(`usr/share/doc/${NAME}/copyright`));
  const icon = join(projectRoot, 'resources', 'icon.png');
  if (existsSync(icon)) copyFileSync(icon, put(`usr/share/icons/hicolor/512x512/apps/${NAME}.png`));
}

function desktopEntry(): string {
  const { productName, description } = manifest();
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${productName}`,
    `Comment=${description}`,
    `Exec=/opt/${NAME}/${NAME} %U`,
    `Icon=${NAME}`,
    'Terminal=false',
    'Categories=Office;',
    `StartupWMClass=${productName}`,
    '',
  ].join('\n');
}

async function control(root: string, version: string): Promise<void> {
  const folder = join(root, 'DEBIAN');
  const size = (await runOrThrow('du', ['-sk', root])).split('\t')[0];
  mkdirSync(folder);
  const fields = [
    `Package: ${NAME}`,
    `Version: ${version}`,
    `Architecture: ${ARCHITECTURES[process.arch] ?? process.arch}`,
    'Maintainer: NCB Workstation <maintainers@ncb-workstation.invalid>',
    `Installed-Size: ${size}`,
    `Depends: ${DEPENDS.join(', ')}`,
    'Section: misc',
    'Priority: optional',
    `Description: ${manifest().description}`,
    '',
  ];
  writeFileSync(join(folder, 'control'), fields.join('\n'));
}

function manifest(): { productName: string; description: string } {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
}
