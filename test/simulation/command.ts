import { parseArgs } from 'node:util';
import { runSeeds, type SeedReport } from './many-seeds.ts';

const USAGE = 'Usage: npm run sim -- --seeds N [--from S] [--json]\n';

/**
 * npm run sim: lives the seeds, shows those that do not hold, and ends with one line of JSON. With `--json` that line is all of the
 * output, and what does not hold is told on the error output. Returns the exit code.
 */
export async function simulate(args: string[]): Promise<number> {
  const options = { seeds: { type: 'string' }, from: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args, options });
  const [seeds, from] = [Number(values.seeds ?? 20), Number(values.from ?? 1)];
  if (!Number.isInteger(seeds) || !Number.isInteger(from) || seeds < 1 || from < 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const totals = await runSeeds(from, seeds, values.json ? tellFailure : tell(seeds));
  process.stdout.write(`${JSON.stringify(totals)}\n`);
  const { lost, duplicated, diverged, stalled } = totals;
  return totals.seeds === seeds && lost + duplicated + diverged + stalled === 0 ? 0 : 1;
}

/** A failing seed with all that happened in it; the others only counted. */
function tell(seeds: number): (report: SeedReport) => void {
  let lived = 0;
  return (report) => {
    lived += 1;
    tellFailure(report, process.stdout);
    const { seed, problems, traceHash } = report;
    process.stdout.write(
      `${lived}/${seeds}: seed ${seed} ${problems.length === 0 ? 'holds' : 'FAILS'} ${traceHash.slice(0, 16)}\n`,
    );
  };
}

function tellFailure({ seed, problems, trace }: SeedReport, out: NodeJS.WritableStream = process.stderr): void {
  if (problems.length === 0) return;
  out.write(`${trace.join('\n')}\n`);
  out.write(`Seed ${seed} does not hold. Once more: npm run sim -- --seeds 1 --from ${seed}\n`);
}
