import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { expect } from '@playwright/test';
import { wrongFuses } from '../../scripts/packaging/fuses.ts';
import { projectRoot } from '../../scripts/runtime/paths.ts';
import { countingServer } from './support/counting-server.ts';
import { test } from './support/world.ts';

// Of the twenty recommendations of Electron's own checklist (electronjs.org/docs/latest/tutorial/security), by number and title, those about
// the ways out of the page and the program itself, each asked of the running workstation.

test.describe('the checklist of Electron, of the ways out and the program:', () => {
  test('13. Disable or limit navigation', async ({ world }) => {
    const { page } = world.utopia;
    const { url, visits, close } = await countingServer();
    for (const target of [
      url,
      'file:///etc/passwd',
      'app://other/',
      'data:text/html,x',
      'javascript:void(window.led = 1)',
    ]) {
      await page.evaluate((where) => {
        const link = document.createElement('a');
        link.href = where;
        document.body.append(link);
        link.click();
        window.location.href = where;
      }, target);
    }
    await page.waitForTimeout(300);
    expect([page.url(), visits()]).toEqual(['app://ncb/', 0]);
    expect(await page.evaluate(() => 'led' in window)).toBe(false);
    close();
    await page.reload();
  });

  test('14. Disable or limit creation of new windows', async ({ world }) => {
    const { page, app } = world.utopia;
    const opened = await page.evaluate(() =>
      ['https://localhost:1/', 'app://ncb/', 'about:blank', 'file:///'].map((url) => window.open(url) === null),
    );
    expect(opened).toEqual([true, true, true, true]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('15. Do not use shell.openExternal with untrusted content', async ({ world }) => {
    const { page, app } = world.utopia;
    const folder = await app.evaluate(({ app: application }) => application.getAppPath());
    expect(readFileSync(join(folder, 'out', 'main', 'main.js'), 'utf8')).not.toContain('openExternal');
    await app.evaluate(({ shell }) => {
      Object.assign(globalThis, { handedOut: 0 });
      const count = async () => {
        (globalThis as unknown as { handedOut: number }).handedOut += 1;
        return '';
      };
      Object.assign(shell, { openExternal: count, openPath: count });
    });
    await page.evaluate(() => {
      for (const href of [
        'mailto:a@example.invalid',
        'https://example.invalid/',
        'ms-settings:',
        'file:///etc/passwd',
      ]) {
        const link = Object.assign(document.createElement('a'), { href, target: '_blank' });
        document.body.append(link);
        link.click();
      }
    });
    await page.waitForTimeout(300);
    expect(await app.evaluate(() => (globalThis as unknown as { handedOut: number }).handedOut)).toBe(0);
    await page.reload();
  });

  test('16. Use a current version of Electron', async ({ world }) => {
    // Which version is current only the network knows: the version that is packaged is pinned exactly, is never older than the one
    // the tests run on, and the running one is told to whoever looks.
    const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')).not.toContain('electronVersion');
    const { electron } = await world.utopia.askShell('app.info', {});
    const [running = 0, pinned = 0] = [electron, devDependencies.electron].map((version) =>
      Number.parseInt(version, 10),
    );
    expect(running).toBeGreaterThan(0);
    expect(pinned).toBeGreaterThanOrEqual(running);
  });

  test('17. Validate the sender of all IPC messages', async ({ world }) => {
    // Another window with the very same preload and page is not the window the shell answers to, and gets no port to the core.
    const answers = await world.utopia.app.evaluate(async ({ BrowserWindow, app }) => {
      const preload = `${app.getAppPath()}/out/preload/preload.cjs`;
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await other.loadURL('app://ncb/index.html');
      const ask = (script: string): Promise<string> => other.webContents.executeJavaScript(script);
      const refusal = 'then(() => "answered", (error) => String(error))';
      const found = [
        await ask(`window.ncb.shell('app.info', {}).${refusal}`),
        await ask(`window.ncb.shell('session.lock', {}).${refusal}`),
        await ask(`window.ncb.grantFiles([new File(['x'], 'x')]).${refusal}`),
        await ask(
          `Promise.race([window.ncb.call(1, 'session.state', {}).${refusal}, new Promise((done) => setTimeout(() => done('no port'), 500))])`,
        ),
      ];
      other.destroy();
      return found;
    });
    for (const answer of answers.slice(0, 3)) expect(answer).toContain('refused: not our page');
    expect(answers[3]).toBe('no port');
    expect(await world.utopia.ask('session.state', {})).toMatchObject({ phase: 'open' });
  });

  test('18. Avoid usage of the file:// protocol and prefer usage of custom protocols', async ({ world }) => {
    const { app } = world.utopia;
    const urls = await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL()));
    expect(urls.filter((url) => !url.startsWith('app://ncb/'))).toEqual([]);
    const outside = await app.evaluate(
      ({ session }, targets) =>
        Promise.all(
          targets.map((target) =>
            session.defaultSession.fetch(target).then(
              ({ status }) => status,
              () => 'refused',
            ),
          ),
        ),
      [
        'file:///etc/passwd',
        'app://ncb/../../../etc/passwd',
        'app://ncb/%2e%2e/main/main.js',
        'app://ncb/..%2fmain%2fmain.js',
      ],
    );
    expect(outside.filter((outcome) => outcome !== 'refused' && outcome !== 404)).toEqual([]);
  });

  test('19. Check which fuses you can change', async ({ world }) => {
    // The package's own fuses are read back in packaging.spec.ts; here the running program gets what electron-builder.yml says.
    const folder = await mkdtemp(join(tmpdir(), 'ncb-fuses-'));
    const program = join(folder, 'program');
    await copyFile(await world.utopia.app.evaluate(() => process.execPath), program);
    const settings = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');
    const block = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(settings)?.[1] ?? '';
    const wanted = Object.fromEntries(
      [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name = '', value]) => [
        optionOf(name),
        value === 'true',
      ]),
    );
    expect(Object.keys(wanted)).toHaveLength(8);
    await flipFuses(program, { version: FuseVersion.V1, ...wanted });
    expect(await wrongFuses(program)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  test('20. Do not expose Electron APIs to untrusted web content', async ({ world }) => {
    const { page } = world.utopia;
    const bridge = await page.evaluate(() =>
      Object.entries(window.ncb)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .sort(),
    );
    expect(bridge).toEqual(['call', 'cancel', 'grantFiles', 'onEvent', 'shell'].map((name) => `${name}: function`));
    const told = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const end = window.ncb.onEvent((event) => {
            end();
            resolve(Object.keys(event));
          });
          void window.ncb.call(2_000_002, 'draft.save', { key: 'checklist', data: 1 });
        }),
    );
    expect(told.sort()).toEqual(['event', 'tables']); // no event of Electron, which would carry its sender
    const replaced = await page.evaluate(() => {
      const { call } = window.ncb;
      try {
        Object.assign(window.ncb, { call: () => 'mine' });
      } catch {
        // Frozen: as it should be.
      }
      return window.ncb.call !== call;
    });
    expect(replaced).toBe(false);
  });
});

/** The names of electron-builder.yml are those of @electron/fuses with a small first letter. */
function optionOf(name: string): FuseV1Options {
  const option = FuseV1Options[(name.charAt(0).toUpperCase() + name.slice(1)) as keyof typeof FuseV1Options];
  if (option === undefined) throw new Error(`Not a fuse: ${name}`);
  return option;
}
