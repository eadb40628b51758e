import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Migration } from '#core/store/migrate.ts';
import { projectRoot } from '../runtime/paths.ts';

const RECORD = join(projectRoot, 'docs', 'migrations.json');

const recordedMigration = z.object({
  version: z.int().positive(),
  /** Of its statements, as they stand in the code. */
  sha256: z.string(),
  /** The first version of the application that has it; null = none yet, and until then it may still be changed. */
  releasedIn: z.string().nullable(),
});
export type RecordedMigration = z.infer<typeof recordedMigration>;

export const readMigrationRecord = (): RecordedMigration[] =>
  z.array(recordedMigration).parse(JSON.parse(readFileSync(RECORD, 'utf8')));

export const migrationDigest = ({ version, statements }: Migration): string =>
  createHash('sha256')
    .update(JSON.stringify([version, statements]))
    .digest('hex');

/** What was done to migrations that must stay as they are, and those that are not written down. Empty where all is well. */
export function migrationProblems(recorded: readonly RecordedMigration[], present: readonly Migration[]): string[] {
  const problems = recorded.map(({ version, sha256, releasedIn }) => {
    const migration = present.find((one) => one.version === version);
    const since = releasedIn === null ? 'is written down' : `was released in ${releasedIn}`;
    if (!migration) return `Migration ${version} ${since} and is gone.`;
    return migrationDigest(migration) === sha256 ? null : `Migration ${version} ${since} and was edited.`;
  });
  const unknown = present.filter(({ version }) => !recorded.some((one) => one.version === version));
  return [
    ...problems.filter((problem) => problem !== null),
    ...unknown.map(({ version }) => `Migration ${version} is not written down in docs/migrations.json.`),
  ];
}

/** Writes down what is new or not released yet; what was released is never written again. */
export function updatedRecord(
  recorded: readonly RecordedMigration[],
  present: readonly Migration[],
): RecordedMigration[] {
  const released = recorded.filter(({ releasedIn }) => releasedIn !== null);
  const others = present.filter(({ version }) => !released.some((one) => one.version === version));
  return [
    ...released,
    ...others.map((migration) => ({
      version: migration.version,
      sha256: migrationDigest(migration),
      releasedIn: null,
    })),
  ];
}

export const releasedRecord = (record: readonly RecordedMigration[], appVersion: string): RecordedMigration[] =>
  record.map((one) => ({ ...one, releasedIn: one.releasedIn ?? appVersion }));

export function writeMigrationRecord(record: readonly RecordedMigration[]): void {
  writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
}
