// A process that lives the seeds it is given. Started by many-seeds.ts.
import { openSimulation } from './simulation.ts';

const simulation = await openSimulation();

process.on('message', async ({ seed }: { seed: number }) => {
  const { problems, traceHash, trace } = await simulation.run(seed);
  process.send?.({ seed, problems, traceHash, trace: problems.length === 0 ? [] : trace });
});
process.send?.('ready');
