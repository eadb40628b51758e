// npm run bench -- NAME: runs test/bench/NAME.ts.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './runtime/paths.ts';

const folder = join(projectRoot, 'test', 'bench');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length));
const [name = '', ...args] = process.argv.slice(2);

if (names.includes(name)) {
  const file = join(folder, `${name}.ts`);
  process.argv = [process.argv[0] ?? '', file, ...args];
  await import(pathToFileURL(file).href);
} else {
  process.stderr.write(`Usage: npm run bench -- <${names.join('|')}>\n`);
  process.exitCode = 1;
}
