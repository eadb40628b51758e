import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { newTestDatabase } from '#test/helpers/hub.ts';
import { runs } from '#test/helpers/runs.ts';
import { hunt } from '#test/simulation/fault-hunt.ts';
import { runSeeds, type SeedReport } from '#test/simulation/many-seeds.ts';
import { runOnPostgres } from '#test/simulation/on-postgres.ts';
import { plantedFaults } from '#test/simulation/planted-faults.ts';
import { openSimulation } from '#test/simulation/simulation.ts';

const HOUR = 3_600_000;
const LONG = runs(0, 1) === 1;
const SEEDS = runs(1000, 10_000);
/** On every change as many of them as fit into this time; a machine of few cores lives the first of them (ms). */
const WITHIN = runs(5 * 60_000, 12 * HOUR);
const FEWEST = runs(48, 10_000);
const REPLAYED = runs(2, 100);

/** Seeds with what they told, by number. */
async function live(from: number, count: number): Promise<Map<number, SeedReport>> {
  const reports = new Map<number, SeedReport>();
  await runSeeds(from, count, (report) => {
    reports.set(report.seed, report);
    if (report.problems.length > 0) console.log(report.trace.join('\n'));
  });
  return reports;
}

describe('a simulated world of workstations and their hub', () => {
  it('loses nothing, does nothing twice, agrees, and resumes within a minute, whatever breaks', {
    timeout: 12 * HOUR,
  }, async () => {
    const tell = ({ seed, problems, trace }: SeedReport) => {
      if (problems.length > 0) console.log(`${trace.join('\n')}\nseed ${seed}`);
    };
    const { seeds, ...problems } = await runSeeds(1, SEEDS, tell, WITHIN);
    console.log(`${seeds} seeds of ${SEEDS} lived`);
    expect(problems).toEqual({ lost: 0, duplicated: 0, diverged: 0, stalled: 0 });
    expect(seeds).toBeGreaterThanOrEqual(FEWEST);
  });

  it('tells the same story each time a seed is lived', { timeout: 2 * HOUR }, async () => {
    const [first, second] = [await live(1, REPLAYED), await live(1, REPLAYED)];
    expect([...first.values()].map(({ seed }) => seed).sort()).toHaveLength(REPLAYED);
    for (const [seed, { traceHash }] of first) expect(second.get(seed)?.traceHash, `seed ${seed}`).toBe(traceHash);
  });

  it('tells the same story with its hub on PostgreSQL', { timeout: HOUR }, async () => {
    const simulation = await openSimulation();
    const quick = await simulation.run(3);
    const real = await runOnPostgres(simulation, 3, await newTestDatabase());
    expect(real.problems).toEqual([]);
    expect(real.trace).toEqual(quick.trace);
  });
});

describe('the faults that are planted', () => {
  it('quote the product as it stands, each line once', () => {
    const root = new URL('../../../', import.meta.url);
    const stale = plantedFaults.flatMap(({ name, edits }) =>
      edits
        .filter(({ file, find }) => readFileSync(new URL(file, root), 'utf8').split(find).length !== 2)
        .map(({ file }) => `${name}: ${file}`),
    );
    expect(stale).toEqual([]);
  });

  it('leave a program that can be read', () => {
    const root = new URL('../../../', import.meta.url);
    const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
    const unreadable = plantedFaults.flatMap(({ name, edits }) =>
      [...new Set(edits.map(({ file }) => file))].flatMap((file) => {
        const planted = edits
          .filter((edit) => edit.file === file)
          .reduce(
            (code, { find, replace }) => code.replace(find, () => replace),
            readFileSync(new URL(file, root), 'utf8'),
          );
        const { diagnostics = [] } = ts.transpileModule(planted, { compilerOptions, reportDiagnostics: true });
        return diagnostics.map(() => `${name}: ${file}`);
      }),
    );
    expect(unreadable).toEqual([]);
  });
});

describe('the simulator notices that', () => {
  for (const fault of plantedFaults.filter(({ quick }) => LONG || quick)) {
    it(fault.name, { timeout: HOUR }, async () => expect(await hunt(fault)).not.toBeNull());
  }
});
