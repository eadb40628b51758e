import { expect, test } from '@playwright/test';
import { isPermitted } from '#shared/domain/permissions.ts';
import type { Role } from '#shared/domain/role.ts';
import { contract, isMethod, type Method } from '#shared/ipc/contract.ts';
import { shellContract } from '#shared/ipc/shell-contract.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { sampleOf, wrongInputsOf } from '#test/helpers/input-samples.ts';
import { coreProcess } from './support/core-process.ts';
import { packed, unpacked } from './support/packed-values.ts';
import { Station } from './support/station.ts';
import { lock, signIn } from './support/steps/session.ts';

interface Account {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passphrase: string;
}

/** The first enrols the workstation. The supervisor, who reads the audit trail, comes last. */
const accounts: readonly Account[] = [
  { username: 'ada', name: 'Ada Quill', roles: ['administrator'], passphrase: 'copper kettle behind the lighthouse' },
  { username: 'olaf', name: 'Olaf Brandt', roles: ['officer'], passphrase: 'five grey gulls over the harbour' },
  { username: 'dora', name: 'Dora Penn', roles: ['dpo'], passphrase: 'a green ladder against the wall' },
  { username: 'sven', name: 'Sven Lund', roles: ['security-officer'], passphrase: 'three red kites over the moor' },
  { username: 'sofia', name: 'Sofia Marr', roles: ['supervisor'], passphrase: 'the last tram to the hills' },
];
const supervisor = accounts.at(-1) ?? { ...accounts[0], username: '', passphrase: '' };

const methods = Object.keys(contract) as Method[];

/** What must come back: who may not ask is told so before anybody looks at what was asked. */
function expected(method: Method, account: Account | null): string {
  const { access } = contract[method];
  if (access === 'locked') return 'invalid-input';
  if (!account) return 'locked';
  return access === 'signed-in' || isPermitted(account.roles, access) ? 'invalid-input' : 'forbidden';
}

const mayAsk = (method: string, roles: readonly Role[]): boolean => {
  if (!isMethod(method)) return false;
  const { access } = contract[method];
  return access === 'locked' || access === 'signed-in' || isPermitted(roles, access);
};

let lastCall = 3_000_000;

/** An answer takes milliseconds; what does not come within this time never comes. */
const ANSWER_WITHIN_MS = 20_000;

/** Asks through the real bridge, all at once; the code of each answer. What the bridge itself does not carry is 'not carried'. */
async function codesOf({ page }: Station, method: string, inputs: readonly unknown[]): Promise<string[]> {
  const first = lastCall;
  lastCall += inputs.length;
  const unpack = `(${unpacked.toString()})`;
  const all = await page.evaluateHandle(`${unpack}(${JSON.stringify(packed(inputs))})`);
  return page.evaluate(
    ([from, name, given, withinMs]) => {
      const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), withinMs));
      const answer = async (input: unknown, index: number) => {
        try {
          const reply = await window.ncb.call(from + index, name, input);
          return reply.ok ? 'done' : reply.error.code;
        } catch {
          return 'not carried';
        }
      };
      return Promise.all((given as unknown[]).map((input, index) => Promise.race([answer(input, index), late])));
    },
    [first, method, all, ANSWER_WITHIN_MS] as const,
  );
}

/** Every wrong input of every method. @returns those answered otherwise than they should be. */
async function fuzz(station: Station, account: Account | null): Promise<{ tried: number; wrong: string[] }> {
  const wrong: string[] = [];
  let tried = 0;
  for (const method of methods) {
    const inputs = wrongInputsOf(contract[method].input);
    const codes = await codesOf(station, method, inputs);
    tried += codes.length;
    const should = expected(method, account);
    for (const [at, code] of codes.entries())
      if (code !== should && code !== 'not carried')
        wrong.push(`${account?.username ?? 'nobody'} ${method} ${shown(inputs[at])}: ${code}, not ${should}`);
  }
  return { tried, wrong };
}

function shown(input: unknown): string {
  const text = JSON.stringify(input, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return String(text).slice(0, 120);
}

test.describe('every method of the bridge', () => {
  test.describe.configure({ mode: 'serial' });
  test.setTimeout(300_000);
  let hub: TestHub;
  let station: Station;

  test.beforeAll(async () => {
    hub = await startTestHub();
    const enrolmentCode = await hub.admin.createEnrolmentCode('UTO');
    const users = accounts.map((account) => ({ ...account, roles: [...account.roles] }));
    station = await Station.open({ hubUrl: hub.url, enrolmentCode, users });
    await expect(station.page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 60_000 });
  });
  test.afterAll(async () => {
    await station.remove();
    await hub.close();
  });

  const asSupervisor = async () => {
    await signIn(station.page, supervisor);
    const { total } = await station.ask('audit.list', { limit: 1 });
    const { total: signIns } = await station.ask('audit.list', { limit: 1, search: 'session.unlock' });
    return { others: total - signIns };
  };

  test('answers inputs of a wrong shape with a refusal, whoever asks, without an effect and without falling over', async () => {
    const before = await asSupervisor();
    await lock(station.page);
    const locked = await fuzz(station, null);
    expect(locked.wrong).toEqual([]);
    let tried = locked.tried;
    for (const account of accounts) {
      await signIn(station.page, account);
      const core = coreProcess(station);
      const outcome = await fuzz(station, account);
      tried += outcome.tried;
      expect(outcome.wrong).toEqual([]);
      expect(coreProcess(station)).toBe(core);
      await lock(station.page);
    }
    expect(await asSupervisor()).toEqual(before);
    await lock(station.page);
    console.log(`  ${tried} wrong inputs to ${methods.length} methods`);
    expect(tried).toBeGreaterThan(30_000);
  });

  test('does for nobody what they have no permission for, however good the input', async () => {
    for (const method of methods.filter((name) => contract[name].access !== 'locked'))
      expect([method, await codesOf(station, method, [sampleOf(contract[method].input)])]).toEqual([
        method,
        ['locked'],
      ]);
    for (const account of accounts) {
      await signIn(station.page, account);
      for (const method of methods.filter((name) => contract[name].access !== 'locked')) {
        const [code] = await codesOf(station, method, [sampleOf(contract[method].input)]);
        const told = `${account.username} ${method}: ${code}`;
        if (mayAsk(method, account.roles)) expect(['forbidden', 'unexpected'].includes(code ?? ''), told).toBe(false);
        else expect(code, told).toBe('forbidden');
      }
      if (account !== supervisor) await lock(station.page);
    }
    const { rows } = await station.ask('audit.list', { limit: 200 });
    const byName = new Map(accounts.map(({ username, roles }) => [username, roles]));
    const unpermitted = rows.filter(({ user, method }) => byName.has(user) && !mayAsk(method, byName.get(user) ?? []));
    expect(unpermitted).toEqual([]);
  });

  test('is not reached by calls that are none', async () => {
    const core = coreProcess(station);
    const answered = await station.page.evaluate(async () => {
      const call = window.ncb.call as (id: unknown, method: unknown, input: unknown) => Promise<unknown>;
      const cancel = window.ncb.cancel as (id: unknown) => void;
      const ids: unknown[] = [-1, 1.5, Number.NaN, 'x', null, undefined, {}, [], 10 ** 300];
      const names: unknown[] = [null, 7, {}, [], 'x'.repeat(65), 'x'.repeat(1_000_000), '__proto__', 'constructor'];
      for (const id of ids) cancel(id);
      const calls = [
        ...ids.map((id) => () => call(id, 'session.state', {})),
        ...names.map((name, at) => () => call(4_000_000 + at, name, {})),
      ];
      const silence = new Promise((resolve) => setTimeout(() => resolve('no answer'), 1_000));
      return Promise.all(
        calls.map(async (make) => {
          try {
            return await Promise.race([make(), silence]);
          } catch {
            return 'not carried';
          }
        }),
      );
    });
    const done = answered.filter((answer) => (answer as { ok?: boolean }).ok === true);
    expect(done).toEqual([]);
    expect(coreProcess(station)).toBe(core);
    expect((await station.ask('session.state', {})).phase).toBe('open');
  });

  test('of the shell refuses inputs of a wrong shape', async () => {
    let tried = 0;
    for (const [method, { input }] of Object.entries(shellContract)) {
      const inputs = wrongInputsOf(input);
      const all = await station.page.evaluateHandle(`(${unpacked.toString()})(${JSON.stringify(packed(inputs))})`);
      const outcomes = await station.page.evaluate(
        ([name, given]) =>
          Promise.all(
            (given as unknown[]).map(async (one) => {
              try {
                await window.ncb.shell(name, one);
                return 'done';
              } catch {
                return 'refused';
              }
            }),
          ),
        [method, all] as const,
      );
      tried += inputs.length;
      const done = inputs.filter((_input, at) => outcomes[at] === 'done').map(shown);
      expect([method, done]).toEqual([method, []]);
    }
    console.log(`  ${tried} wrong inputs to ${Object.keys(shellContract).length} methods of the shell`);
    expect((await station.ask('session.state', {})).phase).toBe('open');
  });
});
