import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import { readNotices } from './notices-file.ts';
import { UsageError } from './usage-error.ts';
import { withAdmin } from './with-admin.ts';

const KINDS: Record<string, DatabaseKind> = {
  notices: 'nominal',
  nominal: 'nominal',
  sltd: 'sltd',
  vehicles: 'vehicle',
};

/** A JSON array, one JSON object, or one on each line. */
function readValues(text: string): unknown[] {
  const trimmed = text.trim();
  try {
    const whole: unknown = JSON.parse(trimmed);
    return Array.isArray(whole) ? whole : [whole];
  } catch {
    const lines = trimmed.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => JSON.parse(line) as unknown);
  }
}

function readRecords(what: string, values: unknown[]): readonly unknown[] {
  if (what !== 'notices') return values;
  const { records, problems, partlyRead } = readNotices(values);
  for (const { place, problem } of problems) console.error(`Not a notice: number ${place}, ${problem}`);
  if (partlyRead > 0) console.error(`${partlyRead} notices hold fields that were not understood and are left out.`);
  if (problems.length > 0) process.exitCode = 1;
  return records;
}

/** `import notices|nominal|sltd|vehicles FILE [--complete]`: fills a reference database. */
export async function importFile(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { complete: { type: 'boolean', default: false } },
  });
  const [what = '', file] = positionals;
  const database = KINDS[what];
  if (!database || !file) throw new UsageError('import takes notices, nominal, sltd or vehicles, and a file');
  const records = readRecords(what, readValues(await readFile(file, 'utf8')));
  const report = await withAdmin((admin) => admin.importRecords(database, records, values.complete));
  console.log(`Read ${report.read}, changed ${report.changed}, withdrawn ${report.withdrawn}.`);
  for (const { place, field } of report.refused) console.error(`Refused: number ${place}, field ${field}`);
  if (report.refused.length > 0) process.exitCode = 1;
}
