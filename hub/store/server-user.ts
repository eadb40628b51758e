import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Empty for an ordinary user; PostgreSQL refuses to run as root, so root runs it as the system user `postgres`. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

const NAME = 'postgres';

async function lookUp(): Promise<ServerUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** The user PostgreSQL runs as; created when root asks and there is none. */
export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const found = await lookUp();
  if (found) return found;
  await run('useradd', ['--system', '--user-group', '--shell', '/bin/false', NAME]);
  const created = await lookUp();
  if (!created) throw new Error(`Cannot create the system user ${NAME}; set DATABASE_URL instead`);
  return created;
}

async function mayEnter(path: string, user: ServerUser): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** The folder on the way to `path` that PostgreSQL's user may not enter, or null when it can reach it. */
async function closedFolder(path: string, user: ServerUser): Promise<string | null> {
  if (user.uid === undefined) return null;
  for (let at = path; ; at = dirname(at)) {
    if (!(await mayEnter(at, user))) return at;
    if (dirname(at) === at) return null;
  }
}

export async function isEnterable(path: string, user: ServerUser): Promise<boolean> {
  return (await closedFolder(path, user)) === null;
}

/** Throws, naming the folder and the ways out, when PostgreSQL's user could not reach `path`. */
export async function assertEnterable(path: string, user: ServerUser): Promise<void> {
  const closed = await closedFolder(path, user);
  if (closed === null) return;
  throw new Error(
    `PostgreSQL cannot run as root, and its user "${NAME}" may not enter ${closed}. ` +
      'Run the hub as an ordinary user, or set NCB_HUB_DATA to a folder it may enter, or set DATABASE_URL.',
  );
}
