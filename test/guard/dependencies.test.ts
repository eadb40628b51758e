import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const projectRoot = resolve(import.meta.dirname, '../..');
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(projectRoot, name), 'utf8'));

const versions = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: versions, devDependencies: versions }).parse(read('package.json'));
const { packages } = z
  .object({ packages: z.record(z.string(), z.object({ optionalDependencies: versions })) })
  .parse(read('package-lock.json'));

describe('the dependencies', () => {
  it('are pinned to exact versions', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  /** npm leaves out optional packages of other systems that its registry does not list, and `npm ci` then refuses the lock file. */
  it('are all named in the lock file, those of other systems too', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(missing).toEqual([]);
  });
});

/** Looks where Node would look: in the package's own node_modules, then in each one above it. */
function isLocked(path: string, name: string): boolean {
  if (packages[`${path}${path === '' ? '' : '/'}node_modules/${name}`]) return true;
  if (path === '') return false;
  return isLocked(path.includes('/node_modules/') ? path.slice(0, path.lastIndexOf('/node_modules/')) : '', name);
}
