import { parseArgs } from 'node:util';
import { runSeeds, type SeedReport } from './many-seeds.ts';

const USAGE = 'Usage: npm run sim -- --seeds N [--from S] [--json]\n';

/** npm run sim: lives the seeds, shows those that do not hold, and ends with one line of JSON. Returns the exit code. */
export async function simulate(args: string[]): Promise<number> {
  const options = { seeds: { type: 'string' }, from: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args, options });
  const [seeds, from] = [Number(values.seeds ?? 20), Number(values.from ?? 1)];
  if (!Number.isInteger(seeds) || !Number.isInteger(from) || seeds < 1 || from < 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const show = values.json ? () => undefined : tell(seeds);
  const totals = await runSeeds(from, seeds, show);
  process.stdout.write(`${JSON.stringify(totals)}\n`);
  const { lost, duplicated, diverged, stalled } = totals;
  return totals.seeds === seeds && lost + duplicated + diverged + stalled === 0 ? 0 : 1;
}

/** A failing seed with all that happened in it; the others only counted. */
function tell(seeds: number): (report: SeedReport) => void {
  let lived = 0;
  return ({ seed, problems, traceHash, trace }) => {
    lived += 1;
    if (problems.length > 0) {
      process.stdout.write(`${trace.join('\n')}\n`);
      process.stdout.write(`Seed ${seed} does not hold. Once more: npm run sim -- --seeds 1 --from ${seed}\n`);
    }
    process.stdout.write(
      `${lived}/${seeds}: seed ${seed} ${problems.length === 0 ? 'holds' : 'FAILS'} ${traceHash.slice(0, 16)}\n`,
    );
  };
}
