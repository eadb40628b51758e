import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectRoot = resolve(import.meta.dirname, '../..');
const ruleNames: string[] = createRequire(import.meta.url)('../../.dependency-cruiser.cjs').forbidden.map(
  (rule: { name: string }) => rule.name,
);

/** One planted offence for each rule: the file that breaks it, what it holds, and what it must not reach. */
const planted: readonly { rule: string; file: string; source: string }[] = [
  { rule: 'no-cycles', file: 'hub/services/one.ts', source: "import './two.ts';" },
  {
    rule: 'shared-is-pure',
    file: 'shared/domain/impure.ts',
    source: "import type { Pool } from 'pg'; export type P = Pool;",
  },
  { rule: 'no-node-in-shared-or-renderer', file: 'shared/lib/disk.ts', source: "import 'node:fs';" },
  { rule: 'no-node-in-shared-or-renderer', file: 'renderer/ui/disk.tsx', source: "import 'fs';" },
  { rule: 'electron-side', file: 'electron/shell/hub.ts', source: "import '../../hub/services/fine.ts';" },
  { rule: 'renderer-side', file: 'renderer/ui/core.tsx', source: "import '../../electron/core/fine.ts';" },
  { rule: 'hub-side', file: 'hub/routes/core.ts', source: "import '#core/fine.ts';" },
  {
    rule: 'independent-reader',
    file: 'test/independent-reader/borrowed.ts',
    source: "import '#core/fine.ts'; import 'node:crypto';",
  },
  { rule: 'nothing-imports-test', file: 'scripts/helper.ts', source: "import '../test/helpers/fine.ts';" },
  {
    rule: 'electron-only-in-the-shell',
    file: 'electron/core/window.ts',
    source: "import type { App } from 'electron'; export type A = App;",
  },
  { rule: 'electron-only-in-the-shell', file: 'electron/core/settings.ts', source: "import 'electron-store';" },
  { rule: 'core-does-not-import-the-shell', file: 'electron/core/upwards.ts', source: "import '../shell/fine.ts';" },
  {
    rule: 'only-bootstrap-files-construct',
    file: 'electron/core/ipc/rows.ts',
    source: "import '../store/tables/fine.ts';",
  },
  {
    rule: 'store-knows-nothing-above-it',
    file: 'electron/core/store/upwards.ts',
    source: "import '../actions/fine.ts';",
  },
  {
    rule: 'features-do-not-import-each-other',
    file: 'renderer/features/cases/peek.tsx',
    source: "import '../notices/fine.tsx';",
  },
  { rule: 'unresolvable', file: 'hub/services/typo.ts', source: "import './no-such-file.ts';" },
];

/** The other half of the cycle: a cycle is reported once. */
const secondOfTheCycle = { file: 'hub/services/two.ts', source: "import './one.ts';" };

const allowed: readonly { file: string; source: string }[] = [
  ...['hub/services', 'electron/core', 'electron/shell', 'electron/core/store/tables', 'electron/core/actions'].map(
    (folder) => ({ file: `${folder}/fine.ts`, source: 'export const fine = 1;' }),
  ),
  { file: 'test/helpers/fine.ts', source: 'export const fine = 1;' },
  { file: 'test/independent-reader/own.ts', source: "import 'node:crypto'; import 'sql.js'; import 'hash-wasm';" },
  { file: 'renderer/features/notices/fine.tsx', source: 'export const Fine = () => <p />;' },
  { file: 'renderer/features/notices/own.tsx', source: "import './fine.tsx'; import 'react';" },
  { file: 'shared/domain/pure.ts', source: "import { z } from 'zod'; export const s = z.string();" },
  {
    file: 'electron/shell/window.ts',
    source: "import { app } from 'electron'; import '#shared/domain/pure.ts'; app.quit();",
  },
  { file: 'electron/core/actions/open.ts', source: "import '../store/tables/fine.ts'; import 'node:fs';" },
];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

describe('the layer rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncb-layers-'));
  let violations: readonly Violation[] = [];

  beforeAll(() => {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      copyFileSync(join(projectRoot, name), join(folder, name));
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    for (const { file, source } of [...planted, secondOfTheCycle, ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${source}\n`);
    }
    violations = cruise(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(planted)('catch a breach of $rule in $file', ({ rule, file }) => {
    expect(violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(
      rule,
    );
  });

  it('let through what the design allows', () => {
    const allowedFiles = new Set(allowed.map(({ file }) => file));
    expect(violations.filter(({ from }) => allowedFiles.has(from))).toEqual([]);
  });

  it('each have a planted breach here', () => {
    expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(ruleNames));
  });
});

function cruise(cwd: string): readonly Violation[] {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = ['electron', 'renderer', 'shared', 'hub', 'scripts', 'test'];
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout).summary.violations;
}
