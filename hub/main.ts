import { backup, restore } from './cli/backup.ts';
import { bundle } from './cli/bundle.ts';
import { bureau } from './cli/bureau.ts';
import { enrol } from './cli/enrol.ts';
import { importFile } from './cli/import.ts';
import { migrateDatabase } from './cli/migrate.ts';
import { restored } from './cli/restored.ts';
import { serve } from './cli/serve.ts';
import { status } from './cli/status.ts';
import { tidy } from './cli/tidy.ts';
import { UsageError } from './cli/usage-error.ts';
import { workstation } from './cli/workstation.ts';

const USAGE = `Usage: hub <command>

  serve [--port 8443] [--host 127.0.0.1] [--name HOST …] [--workers 1] [--drain 0] [--status-port P]
        [--log-level info]
  enrol --bureau CODE [--minutes 60]          print a one-time code for a new workstation
  bureau add --code CODE --name-en NAME [--name-fr …] [--name-es …] [--name-ar …] [--role national-central-bureau]
  bureau suspend|readmit --code CODE
  bureau keys-lost --code CODE                no workstation holds its keys any more: the next to enrol brings a new one
  workstation revoke --id ID
  import notices|nominal|sltd|vehicles FILE [--complete]
  bundle FILE [--answers FILE]                read in what a workstation without a line has written; write its answers
  status [--json]                             what the hub holds; recomputes the audit chains
  tidy [--days 400] [--blob-days 90]          let go of what is old and what everybody has read or fetched
  backup FILE                                 everything, at one moment, sealed under HUB_BACKUP_SECRET and read back
  restore FILE                                into an empty database; begins a new epoch
  restored                                    begin a new epoch after a restore with PostgreSQL's own tools
  migrate                                     bring the database up to date

  DATABASE_URL    a PostgreSQL server of your own; else an embedded one in
  NCB_HUB_DATA    (default .local/hub)
  HUB_SECRET      seals the key of the certificate authority in the database`;

const commands: Record<string, (args: string[]) => Promise<void>> = {
  serve,
  enrol,
  bureau,
  workstation,
  bundle,
  import: importFile,
  status,
  tidy,
  backup,
  restore,
  restored,
  migrate: migrateDatabase,
};

function isMisuse(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return error instanceof UsageError || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
}

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
try {
  if (!command) throw new UsageError(name ? `There is no command ${name}` : 'No command');
  await command(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (isMisuse(error)) console.error(`\n${USAGE}`);
  process.exitCode = isMisuse(error) ? 2 : 1;
}
