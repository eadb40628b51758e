import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * A secret from the person at the terminal, who does not see it, or the first line of what is piped in. Never from the command line, which
 * every process of the machine can read.
 */
export async function askSecret(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(`${question}: `);
  const unseen = new Writable({ write: (_text, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
}
