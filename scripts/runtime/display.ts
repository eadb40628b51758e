import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

const START_TIMEOUT_MS = 15_000;

export interface Display {
  /** Value for $DISPLAY; undefined where the system has no X11. */
  readonly name: string | undefined;
  /** True when there was no display and one without a screen was started. */
  readonly virtual: boolean;
  close(): void;
}

/** The display that is there, or a virtual one (Xvfb) on a free number. Its access control is off (-ac): another user connects to it. */
export async function openDisplay(size = '1600x1000'): Promise<Display> {
  const present = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  if (process.platform !== 'linux' || present)
    return { name: process.env.DISPLAY, virtual: false, close: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-ac', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true, // Ctrl-C is for us; we end it after the windows on it
  });
  const end = () => server.kill('SIGTERM');
  process.once('exit', end);
  const number = await displayNumber(server);
  server.unref();
  return { name: `:${number}`, virtual: true, close: end };
}

function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(new Error(`No display: Xvfb ${why}.`));
    const timer = setTimeout(() => refuse('gave no answer'), START_TIMEOUT_MS);
    server.once('error', (error) => refuse(error.message));
    server.once('exit', (code) => refuse(`ended with code ${code}`));
    const channel = server.stdio[3] as Readable;
    let line = '';
    channel.on('data', (part: Buffer) => {
      line += part.toString('utf8');
      if (!line.endsWith('\n')) return; // the number and the line feed come in two writes
      clearTimeout(timer);
      server.removeAllListeners('exit');
      channel.destroy();
      resolve(line.trim());
    });
  });
}
