// npm run sample-store: keeps a sealed store of this version for all later ones (test/fixtures/stores), and marks its migrations as released.
// Run once for each release, on the commit that is released.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import packageJson from '../package.json' with { type: 'json' };
import {
  migrationProblems,
  readMigrationRecord,
  releasedRecord,
  updatedRecord,
  writeMigrationRecord,
} from './lib/migration-record.ts';
import { writeSampleStore } from './lib/sample-store.ts';
import { projectRoot } from './runtime/paths.ts';

const { version } = packageJson;
const folder = join(projectRoot, 'test', 'fixtures', 'stores', version);

if (existsSync(folder)) {
  process.stderr.write(`There is a store of ${version} already: the store of a release is never written again.\n`);
  process.exitCode = 1;
} else {
  const record = updatedRecord(readMigrationRecord(), allMigrations);
  const problems = migrationProblems(record, allMigrations);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  mkdirSync(folder, { recursive: true });
  await writeSampleStore(folder, version);
  writeMigrationRecord(releasedRecord(record, version));
  process.stdout.write(`Written: ${folder}. Commit it together with docs/migrations.json.\n`);
}
