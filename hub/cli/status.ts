import { parseArgs } from 'node:util';
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
    console.table(state.bureaus);
    console.table(state.workstations);
    console.log(state.expiring.length === 0 ? 'No certificate expires soon.' : 'Certificates that expire soon:');
    if (state.expiring.length > 0) console.table(state.expiring, ['bureau', 'id', 'certificateUntil']);
    console.table(
      chains.map(({ bureau, entries, brokenAt }) => ({ chain: bureau, entries, brokenAt: brokenAt ?? '' })),
    );
  }
  if (chains.some(({ brokenAt }) => brokenAt !== null)) process.exitCode = 1;
}
