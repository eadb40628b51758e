import { z } from 'zod';
import type { Clock, Random } from '#shared/lib/deps.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { fromUtf8, toHex, utf8 } from '../store/bytes.ts';
import { LOCK_FILE } from '../store/file-names.ts';
import { closeQuietly, errorCode, type FileHandle, type FileSystem, writeFully } from '../store/file-system.ts';
import { parseJson } from '../store/manifest.ts';
import type { Processes } from './processes.ts';

const LOCK_BYTES = 512;

/** How far two readings of "when the computer started" may differ while the clock is being corrected. Milliseconds. */
const SAME_START_MS = 120_000;

const holderSchema = z.object({
  pid: z.int().positive(),
  incarnation: z.string(),
  /** When the computer started, by the clock of the one who locked: after a restart nobody is left who holds anything. */
  startedAt: z.int(),
  /** When the holder was born, where the system tells: its number may have been given to another since. */
  bornAt: z.string().nullable().default(null),
  /** Made for this one lock. */
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * How old a look at the lock may be when a change is acknowledged. Whoever takes over from a process that may still run
 * waits longer than that before reading the journals: so everything acknowledged before is in them. Milliseconds.
 */
const LOOK_HOLDS_MS = 100;
const TAKE_OVER_WAIT_MS = 300;

/** The vault is ours until somebody writes another name into the lock file. */
export interface VaultLock {
  /** Whether it still is ours. Asked before each acknowledgement, so that even a wrongly taken lock cannot lose one. */
  isHeld(): boolean;
  release(): void;
}

export interface LockDeps {
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
}

/**
 * Takes the vault for this process. The file stays where it is and is written in place, which needs no free space: a full
 * disk locks nobody out, and neither does a holder that was killed.
 * @param takeOver a person has decided that the other program is not running
 */
export function lockVault(deps: LockDeps, dir: string, takeOver: boolean): Result<VaultLock, { pid: number }> {
  const { fs } = deps;
  const file = openOrCreate(fs, fs.join(dir, LOCK_FILE));
  try {
    const holder = readHolder(fs, file);
    if (holder && !takeOver && isAlive(deps, holder)) {
      fs.close(file);
      return err({ pid: holder.pid });
    }
    const mayRun = holder !== undefined && mayStillRun(deps.processes, holder);
    const token = toHex(deps.random.bytes(16));
    const written = writeHolder(fs, file, {
      pid: deps.processes.pid,
      incarnation: deps.processes.incarnation,
      startedAt: startOf(deps),
      bornAt: deps.processes.bornAt(deps.processes.pid),
      token,
    });
    if (mayRun) fs.pause(TAKE_OVER_WAIT_MS);
    return ok(heldLock(deps, file, written));
  } catch (error) {
    closeQuietly(fs, file);
    throw error;
  }
}

/** Asked at each commit, so the file is read only when the last look is too old, and compared as it is. */
function heldLock({ fs, processes }: LockDeps, file: FileHandle, written: Uint8Array): VaultLock {
  let released = false;
  const look = () => Buffer.compare(fs.read(file, 0, LOCK_BYTES), written) === 0;
  let lastLook = Number.NEGATIVE_INFINITY;
  const isHeld = () => {
    if (released) return false;
    const now = processes.monotonicMs();
    if (now - lastLook <= LOOK_HOLDS_MS) return true;
    const held = look();
    if (held) lastLook = now;
    return held;
  };
  return {
    isHeld,
    release: () => {
      if (released) return;
      try {
        if (look()) writeFully(fs, file, new Uint8Array(LOCK_BYTES), 0);
      } catch (error) {
        // A lock that cannot be wiped is stale as soon as this process has ended.
        if (errorCode(error) === undefined) throw error;
      }
      released = true;
      closeQuietly(fs, file);
    },
  };
}

function openOrCreate(fs: FileSystem, path: string): FileHandle {
  try {
    return fs.open(path, fs.exists(path) ? 'update' : 'create');
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return fs.open(path, 'update');
  }
}

function readHolder(fs: FileSystem, file: FileHandle): Holder | undefined {
  const bytes = fs.read(file, 0, LOCK_BYTES);
  const end = bytes.indexOf(0);
  try {
    return holderSchema.safeParse(parseJson(fromUtf8(bytes.subarray(0, end === -1 ? undefined : end)))).data;
  } catch {
    return undefined;
  }
}

function writeHolder(fs: FileSystem, file: FileHandle, holder: Holder): Uint8Array {
  const bytes = new Uint8Array(LOCK_BYTES);
  bytes.set(utf8(JSON.stringify(holder)));
  writeFully(fs, file, bytes, 0);
  return bytes;
}

const startOf = ({ clock, processes }: LockDeps): number => Math.round(clock.now() - processes.uptimeMs());

function isAlive(deps: LockDeps, holder: Holder): boolean {
  const { processes } = deps;
  const sameStart = Math.abs(startOf(deps) - holder.startedAt) < SAME_START_MS;
  return mayStillRun(processes, holder) && (sameStart || holder.pid === processes.pid);
}

function mayStillRun(processes: Processes, holder: Holder): boolean {
  if (holder.pid === processes.pid) return holder.incarnation === processes.incarnation;
  const bornAt = processes.bornAt(holder.pid);
  if (holder.bornAt !== null && bornAt !== null && holder.bornAt !== bornAt) return false;
  return processes.isRunning(holder.pid);
}
