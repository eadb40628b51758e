import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runOrThrow } from '../lib/run.ts';
import { runsAsRoot, stateFolder } from './paths.ts';

/** Chromium refuses its sandbox for root. A root shell therefore starts the workstation as this user, with the sandbox on. */
const USER = 'ncb-desk';

interface DeskUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Makes that system user when root has none yet. @returns undefined when not root: then nobody has to change. */
export async function deskUser(): Promise<DeskUser | undefined> {
  if (!runsAsRoot) return undefined;
  const home = stateFolder('home');
  const known = await ids();
  if (!known) {
    const { exitCode, output } = await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      home,
      '--shell',
      '/usr/sbin/nologin',
      USER,
    ]);
    if (exitCode !== 0 && !(await ids())) throw new Error(`useradd ${USER} failed: ${output}`);
  }
  const user = known ?? (await ids());
  if (!user) throw new Error(`The user ${USER} could not be made.`);
  chownSync(home, user.uid, user.gid);
  return { ...user, home };
}

async function ids(): Promise<{ uid: number; gid: number } | undefined> {
  const { exitCode, output } = await run('id', [USER]);
  const match = /uid=(\d+).*? gid=(\d+)/.exec(output);
  return exitCode === 0 && match ? { uid: Number(match[1]), gid: Number(match[2]) } : undefined;
}

/** Gives a folder and all in it to the user that runs the workstation; creates it when missing. */
export async function giveToDeskUser(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const user = await deskUser();
  if (user) chownTree(folder, user);
}

function chownTree(path: string, user: DeskUser): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  if (stat.uid !== user.uid) chownSync(path, user.uid, user.gid);
  if (stat.isDirectory()) for (const name of readdirSync(path)) chownTree(join(path, name), user);
}

/**
 * Writes the program by which the workstation is started. It becomes Electron (exec), so its process id is Electron's;
 * as root it drops to the desk user and drops the `--no-sandbox` that test tools add for root.
 */
export async function writeLauncher(file: string, executable: string): Promise<void> {
  const user = await deskUser();
  const asUser = user
    ? `setpriv --reuid=${user.uid} --regid=${user.gid} --init-groups --inh-caps=-all env HOME=${user.home} USER=${USER} LOGNAME=${USER} XDG_RUNTIME_DIR= `
    : '';
  const script = [
    '#!/bin/bash',
    'kept=()',
    'for argument in "$@"; do [ "$argument" = --no-sandbox ] || kept+=("$argument"); done',
    'umask 077',
    user ? `cd ${user.home}` : '',
    `exec ${asUser}${executable} "\${kept[@]}"`,
    '',
  ];
  writeFileSync(file, script.join('\n'), { mode: 0o755 });
  chmodSync(file, 0o755);
}

/** Is the user-namespace sandbox open to that user? Else the setuid helper has to do it. */
export async function namespaceSandboxWorks(): Promise<boolean> {
  const user = await deskUser();
  const probe = ['unshare', '--user', '--map-root-user', 'true'];
  const [program = '', ...args] = user
    ? ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups', ...probe]
    : probe;
  return (await run(program, args)).exitCode === 0;
}

/** Makes Electron's setuid sandbox helper usable (root only). */
export async function ownSandboxHelper(helper: string): Promise<void> {
  await runOrThrow('chown', ['root:root', helper]);
  await runOrThrow('chmod', ['4755', helper]);
}
