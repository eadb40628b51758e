import { format } from 'node:util';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import type { Outcome } from './outcome.ts';

// Stands in for 'vitest' where its runner cannot go: inside a process of Electron. The same test files, the same expectations (Vitest's
// own); what a file uses beyond the functions below does not build.

type Body = () => unknown;

interface Suite {
  readonly name: string;
  readonly children: (Suite | Case)[];
  readonly hooks: Readonly<Record<Hook, Body[]>>;
}

interface Case {
  readonly name: string;
  readonly body: Body;
}

type Hook = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

const newSuite = (name: string): Suite => ({
  name,
  children: [],
  hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] },
});

let current = newSuite('');

const isCase = (child: Suite | Case): child is Case => 'body' in child;

const addCase = (name: string, body: Body) => {
  current.children.push({ name, body });
};

function addSuite(name: string, define: Body): void {
  const outer = current;
  current = newSuite(name);
  outer.children.push(current);
  define();
  current = outer;
}

/** As `it.each` names its cases: %s and the like by position, $key by the row's own. */
function nameOfRow(name: string, row: unknown): string {
  const values = Array.isArray(row) ? row : [row];
  const places = name.match(/%[a-z]/g)?.length ?? 0;
  const named = name.replace(/\$(\w+)/g, (_all, key: string) => String((row as Record<string, unknown>)[key]));
  return format(named, ...values.slice(0, places));
}

const each =
  (add: (name: string, body: Body) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: (...values: unknown[]) => unknown): void => {
    for (const row of rows) add(nameOfRow(name, row), () => body(...(Array.isArray(row) ? row : [row])));
  };

const hook = (name: Hook) => (body: Body) => {
  current.hooks[name].push(body);
};

export const it = Object.assign(addCase, { each: each(addCase) });
export const describe = Object.assign(addSuite, { each: each(addSuite) });
export const beforeAll = hook('beforeAll');
export const beforeEach = hook('beforeEach');
export const afterEach = hook('afterEach');
export const afterAll = hook('afterAll');

/** Everything a file registered, run in its order; what it registered is forgotten. */
export async function runFile(file: string, load: () => Promise<unknown>, report: (outcome: Outcome) => void) {
  current = newSuite('');
  try {
    await load();
    await runSuite(current, [], [], (path, ms, error) => report({ file, name: path.join(' > '), ms, error }));
  } catch (error) {
    report({ file, name: 'loads', ms: 0, error: String(error) });
  }
}

type Told = (path: readonly string[], ms: number, error: string | null) => void;

async function runSuite(suite: Suite, path: readonly string[], around: readonly Suite[], tell: Told): Promise<void> {
  const inside = [...around, suite];
  await all(suite.hooks.beforeAll);
  for (const child of suite.children) {
    if (isCase(child)) await runCase(child, [...path, child.name], inside, tell);
    else await runSuite(child, [...path, child.name], inside, tell);
  }
  await all(suite.hooks.afterAll);
}

async function runCase({ body }: Case, path: readonly string[], around: readonly Suite[], tell: Told): Promise<void> {
  const start = performance.now();
  let error: string | null = null;
  try {
    for (const { hooks } of around) await all(hooks.beforeEach);
    await body();
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
  for (const { hooks } of around.toReversed()) await all(hooks.afterEach).catch((thrown) => (error ??= String(thrown)));
  tell(path, performance.now() - start, error);
}

async function all(bodies: readonly Body[]): Promise<void> {
  for (const body of bodies) await body();
}

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
const asymmetric = (globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT];
export const expect = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  asymmetric,
);
setState({ assertionCalls: 0 }, expect as never);
Object.assign(globalThis, { [GLOBAL_EXPECT]: expect });
(chai.expect as unknown as { extend(of: object, matchers: object): void }).extend(expect, customMatchers);
