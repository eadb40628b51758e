// npm run sim -- --seeds N [--from S] [--json]: the deterministic simulator (docs/simulator.md).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './runtime/paths.ts';

const command = pathToFileURL(join(projectRoot, 'test', 'simulation', 'command.ts')).href;
const { simulate } = (await import(command)) as { simulate(args: string[]): Promise<number> };
process.exitCode = await simulate(process.argv.slice(2));
