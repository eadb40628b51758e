/** What the core tells a developer. Never personal data, never SQL values, never a secret: codes, names of things, sizes. */
export interface Log {
  error(what: string, error?: unknown): void;
  info(what: string): void;
}

/** An error without its message, which could hold what a person typed: its name, and where it was thrown. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 6)].join('\n');
}

/** Writes lines to standard error of the core process. */
export const streamLog = (write: (line: string) => void): Log => ({
  error: (what, error) => write(`core error: ${what}${error === undefined ? '' : ` ${describeError(error)}`}\n`),
  info: (what) => write(`core: ${what}\n`),
});
