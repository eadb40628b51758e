import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { HubAddress } from './hub-client.ts';

const hubCommand = ['--import', 'tsx', 'hub/main.ts'];

/** A hub in a process of its own. */
export interface HubProcess extends HubAddress {
  readonly process: ChildProcess;
  /** Everything it has written to standard error. */
  said(): string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Runs `hub serve` on a free port and waits until it answers.
 * @param caPem of the hub's authority, which the caller has from the same database
 */
export async function startHubProcess(
  databaseUrl: string,
  caPem: string,
  args: readonly string[] = [],
): Promise<HubProcess> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, HUB_LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, [...hubCommand, 'serve', '--port', '0', ...args], { env, stdio: 'pipe' });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (part) => {
      text += part;
      const found = /answers at (https:\S+)/.exec(text);
      if (found?.[1]) resolve(found[1]);
    });
    child.on('exit', (code) => reject(new Error(`The hub ended with ${code}: ${text}`)));
  });
  const ended = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    return ((await exit) as [number | null])[0];
  };
  return {
    url,
    caPem,
    process: child,
    said: () => text,
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  };
}
