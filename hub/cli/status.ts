import { withAdmin } from './with-admin.ts';

/** What the hub holds, and whether its audit chains are whole. */
export async function status(): Promise<void> {
  const { state, chains } = await withAdmin(async (admin) => ({
    state: await admin.status(),
    chains: await admin.verifyAudit(),
  }));
  console.log(`Epoch ${state.epoch}`);
  console.table(state.bureaus);
  console.table(chains.map(({ bureau, entries, brokenAt }) => ({ chain: bureau, entries, brokenAt: brokenAt ?? '' })));
  if (chains.some(({ brokenAt }) => brokenAt !== null)) process.exitCode = 1;
}
