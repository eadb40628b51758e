import { parseArgs } from 'node:util';
import { STATUS_MARKS, type StatusTable, statusTables } from '../status-tables.ts';
import { withAdmin } from './with-admin.ts';

/** What the hub holds, and whether its audit chains are whole. */
export async function status(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  const { state, chains } = await withAdmin(async (admin) => ({
    state: await admin.status(),
    chains: await admin.verifyAudit(),
  }));
  if (values.json) console.log(JSON.stringify({ ...state, chains }));
  else {
    console.log(`Epoch ${state.epoch}`);
    for (const table of statusTables(state)) print(table);
    console.log(STATUS_MARKS.join('\n'));
    console.table(
      chains.map(({ bureau, entries, brokenAt }) => ({ chain: bureau, entries, brokenAt: brokenAt ?? '' })),
    );
  }
  if (chains.some(({ brokenAt }) => brokenAt !== null)) process.exitCode = 1;
}

/** As the page shows it; what somebody has to look at is marked. */
function print({ caption, none, columns, rows }: StatusTable): void {
  const shown = rows.map((row) =>
    Object.fromEntries(row.map(({ value, isLate }, at) => [columns[at] ?? '', isLate ? `▲ ${value}` : value])),
  );
  console.log(shown.length === 0 ? none : caption);
  if (shown.length > 0) console.table(shown);
}
