// npm run backup -- make|list|verify|restore …: back-ups of a workstation that is not running, from the command line.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backupsIn, type FoundBackup } from '#core/backup/list-backups.ts';
import { makeBackup } from '#core/backup/make-backup.ts';
import { nodeDisk } from '#core/backup/node-disk.ts';
import { type RestoreDeps, restore, stage } from '#core/backup/restore.ts';
import type { ChosenFolder } from '#core/context.ts';
import { recordAudit } from '#core/record-audit.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { readIdentity } from '#core/store/tables/identity.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { type OpenVaultOptions, openVault } from '#core/vault/vault.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import errors from '../renderer/locales/en/errors.json' with { type: 'json' };
import { askSecret } from './lib/ask-secret.ts';

const USAGE = `Usage: npm run backup -- <command>

  make    --profile DIR --to DIR [--user NAME] [--keep 10]     back up the workstation in a profile; it must not be running
  list    --from DIR                                           the back-ups in a folder
  verify  --from DIR [--id ID] [--user NAME]                   read everything of a back-up and prove it; the newest by default
  restore --from DIR --profile DIR [--id ID] [--user NAME] [--set-aside]
                                                               put a back-up in place in a clean profile

  Asks for the passphrase of --user, or without it for the recovery key; both can also be piped in.
  --set-aside moves a store that is in the profile aside, whole; without it, nothing is done where there is one.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    id: { type: 'string' },
    user: { type: 'string' },
    keep: { type: 'string', default: '10' },
    'set-aside': { type: 'boolean', default: false },
  },
});

async function make(): Promise<void> {
  const profile = pathOf('profile');
  const to = folderAt(pathOf('to'));
  const unlock = await wayIn();
  const { clock, random } = depsFor(profile);
  const opened = await openVault({ ...depsFor(profile), dir: join(profile, 'vault'), unlock });
  if (!opened.ok) throw new Error(`The store did not open: ${opened.error.kind}`);
  const { store, vault, attachments } = opened.value;
  try {
    const identity = readIdentity(store.read);
    if (!identity) throw told({ code: 'needs-enrolment' });
    const keep = Math.max(1, Number(values.keep) || 1);
    const station = { store, vault, attachments, identity, clock, random };
    const made = await makeBackup(station, { to, keep, signal: new AbortController().signal, progress: showProgress });
    if (!made.ok) throw told(made.error);
    const { id, files, bytes, newBytes, damaged } = made.value;
    const at = clock.now();
    const entry = { method: 'backup.make', subject: 'backup', subjectId: id, detail: { files, bytes, damaged } };
    store.transaction((tx) => recordAudit(tx, { ...entry, at, actor: null }));
    say(`Back-up ${id} is made and verified: ${files} files, ${bytes} bytes, ${newBytes} of them new.`);
    if (damaged > 0) say(`${damaged} attachments are damaged on the workstation itself.`);
  } finally {
    store.close();
  }
}

async function list(): Promise<void> {
  for (const { stored } of await allIn(pathOf('from'))) {
    const { id, createdAt, workstation, files } = stored.index;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    say(`${id}  ${new Date(createdAt).toISOString()}  ${workstation}  ${files.length} files  ${bytes} bytes`);
  }
}

/** As a restore, but into a folder that goes again. What it brings there is as sealed as it was. */
async function verify(): Promise<void> {
  const backup = await chosenBackup();
  const scratch = mkdtempSync(join(tmpdir(), 'ncb-verify-'));
  try {
    const staged = await stage(depsFor(scratch), { backup, unlock: await wayIn(), ...watched() });
    if (!staged.ok) throw told(staged.error);
    staged.value.store.close();
    say(`Back-up ${backup.stored.index.id} is whole and opens with the key given.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function putInPlace(): Promise<void> {
  const profile = pathOf('profile');
  const backup = await chosenBackup();
  const unlock = await wayIn();
  const done = await restore(depsFor(profile), { backup, unlock, setAside: values['set-aside'], ...watched() });
  if (!done.ok) throw told(done.error);
  say(
    `Back-up ${backup.stored.index.id} is in place. Start the workstation, sign in, and enrol it with a one-time code.`,
  );
  if (done.value.setAsideAt) say(`The former store is in ${basename(done.value.setAsideAt)}, beside the new one.`);
}

async function allIn(path: string): Promise<readonly FoundBackup[]> {
  const found = await backupsIn(folderAt(path));
  if (!found.ok) throw told(found.error);
  return found.value;
}

/** Newest by number within a workstation; of several workstations the identifier has to be given. */
async function chosenBackup(): Promise<FoundBackup> {
  const all = await allIn(pathOf('from'));
  const found = values.id ? all.find(({ stored }) => stored.index.id === values.id) : all[0];
  if (!found) throw new Error('There is no such back-up in this folder.');
  const stations = new Set(all.map(({ stored }) => stored.index.workstationId));
  if (!values.id && stations.size > 1)
    throw new Error('Several workstations have back-ups here: give --id (see list).');
  return found;
}

async function wayIn(): Promise<OpenVaultOptions['unlock']> {
  const username = values.user;
  const secret = await askSecret(username ? `Passphrase of ${username}` : 'Recovery key');
  return username ? { username, passphrase: secret } : { recoveryKey: secret };
}

const folderAt = (path: string): ChosenFolder => ({ path, name: basename(path), disk: nodeDisk, fs: nodeFileSystem });

function depsFor(profile: string): RestoreDeps {
  return {
    vaultDir: join(profile, 'vault'),
    fs: nodeFileSystem,
    clock: { now: () => Date.now() },
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    kdf: argon2idKdf,
    migrations: allMigrations,
  };
}

const watched = () => ({ signal: new AbortController().signal, progress: showProgress });

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r${Math.floor((done / Math.max(1, total)) * 100)} %${done === total ? '\n' : ''}`);
}

/** Where the person stood who ran npm. */
function pathOf(name: 'profile' | 'to' | 'from'): string {
  const path = values[name];
  if (!path) throw new Error(`--${name} is missing.\n\n${USAGE}`);
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

function told({ code, params }: AppError): Error {
  const texts = (errors as Record<string, Record<string, string>>)[code];
  if (!texts) return new Error(code);
  const filled = Object.values(texts).map((text) =>
    text.replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => String(params?.[name] ?? '')),
  );
  return new Error(filled.join('\n'));
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(error: Error): void {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

const commands: Record<string, () => Promise<void>> = { make, list, verify, restore: putInPlace };
const command = commands[positionals[0] ?? ''];
if (command) await command().catch(fail);
else fail(new Error(USAGE));
