import { expect } from '@playwright/test';
import { processTree } from '#test/helpers/process-tree.ts';
import { countingServer } from './support/counting-server.ts';
import { xssPayloads } from './support/payloads.ts';
import { officer } from './support/people.ts';
import { createCase, openedCase, openTab } from './support/steps/cases.ts';
import { field } from './support/steps/fields.ts';
import { composeForm } from './support/steps/messages.ts';
import { goTo, lock, signIn, typeSignIn } from './support/steps/session.ts';
import { test } from './support/world.ts';

test.describe('the surface of the application', () => {
  test('the page is sandboxed and isolated, has no Node, and no process runs without a sandbox', async ({ world }) => {
    const { app, page, pid } = world.utopia;
    const preferences = await app.evaluate(({ BrowserWindow, app: application }) => {
      const [window, ...others] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return { ...contents.getLastWebPreferences(), windows: 1 + others.length, packaged: application.isPackaged };
    });
    expect(preferences).toMatchObject({
      windows: 1,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      nodeIntegrationInSubFrames: false,
    });
    expect(preferences).not.toMatchObject({ nodeIntegrationInWorker: true });
    expect(preferences).not.toMatchObject({ enableBlinkFeatures: expect.stringMatching(/./) });
    const reachable = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron', 'global', '__dirname'].filter((name) => name in window),
    );
    expect(reachable).toEqual([]);
    const tree = processTree(pid).map(({ commandLine }) => commandLine);
    expect(tree.filter((line) => /--no-sandbox|--disable-web-security|--remote-allow-origins/.test(line))).toEqual([]);
    expect(tree.some((line) => line.includes('--type=renderer'))).toBe(true);
  });

  test('the bridge offers five functions and nothing of Electron', async ({ world }) => {
    const bridge = await world.utopia.page.evaluate(() => Object.keys(window.ncb).sort());
    expect(bridge).toEqual(['call', 'cancel', 'grantFiles', 'onEvent', 'shell']);
  });

  test('the page comes from app:// under a policy without unsafe-inline and unsafe-eval', async ({ world }) => {
    const { page } = world.utopia;
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().isNavigationRequest()),
      page.reload(),
    ]);
    expect(answer.url()).toBe('app://ncb/');
    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.planted = true';
      document.head.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.planted = true');
      image.src = 'data:,';
      document.body.append(image);
      return new Promise((resolve) => setTimeout(() => resolve('planted' in window), 300));
    });
    expect(ran).toBe(false);
  });

  test('it can be led nowhere: no navigation, no window, no frame', async ({ world }) => {
    const { page, app } = world.utopia;
    const { url, visits, close } = await countingServer();
    await page.evaluate((target) => {
      window.open(target, '_blank');
      window.open('app://ncb/index.html');
      const link = document.createElement('a');
      link.href = target;
      document.body.append(link);
      link.click();
      for (const source of [target, 'file:///etc/passwd', 'app://ncb/']) {
        const frame = document.createElement('iframe');
        frame.src = source;
        document.body.append(frame);
      }
      window.location.href = 'file:///etc/passwd';
      window.location.href = target;
    }, url);
    await page.waitForTimeout(500);
    expect(page.url()).toBe('app://ncb/');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    // A frame that was not let load stays the empty document it began as, or shows nothing of its own.
    const frames = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().flatMap((window) =>
        window.webContents.mainFrame.framesInSubtree.map(({ origin, url }) => ({ origin, url })),
      ),
    );
    const loaded = frames.slice(1).filter(({ origin, url }) => origin !== 'null' && !/^(about:blank)?$/.test(url));
    expect(loaded).toEqual([]);
    expect(visits()).toBe(0);
    close();
    await page.reload();
  });

  test('it is given no permission and no network, not even of this machine', async ({ world }) => {
    const { page, app } = world.utopia;
    const { url: target, visits, close } = await countingServer();
    const outcome = await page.evaluate(async (url) => {
      const states = await Promise.all(
        ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'midi'].map((name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            ({ state }) => state,
            () => 'denied',
          ),
        ),
      );
      const fetched = await fetch(url).then(
        () => 'reached',
        () => 'failed',
      );
      const image = new Image();
      image.src = url;
      navigator.sendBeacon(url, 'x');
      const socket = await new Promise((resolve) => {
        try {
          const opened = new WebSocket(url.replace('http', 'ws'));
          opened.onopen = () => resolve('reached');
          opened.onerror = () => resolve('failed');
        } catch {
          resolve('failed');
        }
      });
      return { states, fetched, socket };
    }, target);
    expect(outcome).toEqual({ states: Array(6).fill('denied'), fetched: 'failed', socket: 'failed' });
    const main = await app.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'reached',
          () => 'failed',
        ),
      target,
    );
    expect(main).toBe('failed');
    expect(visits()).toBe(0);
    close();
  });

  test('the shell refuses unknown methods, bad input and paths that were not chosen', async ({ world }) => {
    const { page } = world.utopia;
    const refusals = await page.evaluate(async () => {
      const shell = window.ncb.shell as (method: unknown, input: unknown) => Promise<unknown>;
      const tries: readonly (readonly [unknown, unknown])[] = [
        ['no.such.method', {}],
        ['constructor', {}],
        ['__proto__', {}],
        ['toString', {}],
        [42, {}],
        [null, null],
        ['settings.set', { language: 'tlh' }],
        ['settings.set', { textSize: 1e9 }],
        ['settings.set', 'x'],
        ['settings.set', { layout: { x: 'y' } }],
        ['notify', { title: 'x'.repeat(10_000), body: '' }],
        ['file.choose-save', { suggestedName: 7 }],
      ];
      const outcomes = [];
      for (const [method, input] of tries)
        outcomes.push(
          await shell(method, input).then(
            () => 'done',
            () => 'refused',
          ),
        );
      return outcomes;
    });
    expect(new Set(refusals)).toEqual(new Set(['refused']));
    expect(
      await page.evaluate(() =>
        window.ncb.grantFiles([new File(['x'], 'x.txt')]).then(
          () => 'given',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
  });

  test('the core refuses unknown methods, bad input and made-up tokens, and stays up', async ({ world }) => {
    const { utopia } = world;
    const codes = [];
    for (const [method, input] of [
      ['no.such.method', {}],
      ['constructor', {}],
      ['__proto__', {}],
      ['case.get', { id: "' OR 1=1 --" }],
      ['case.get', null],
      ['case.create', { title: '' }],
      ['case.list', { limit: 1e12 }],
      ['case.list', { search: 'x'.repeat(100_000) }],
      ['file.add', { caseId: 'x', token: '/etc/passwd' }],
      ['session.unlock', { username: {}, passphrase: [] }],
    ] as const) {
      const reply = await utopia.tryAsk(method, input);
      codes.push(reply.ok ? 'done' : reply.error.code);
    }
    expect(codes.slice(0, 3)).toEqual(['unknown-method', 'unknown-method', 'unknown-method']);
    expect(new Set(codes.slice(3))).toEqual(new Set(['invalid-input']));
    expect((await utopia.tryAsk('session.state', {})).ok).toBe(true);
  });

  test('while it is locked nothing is answered but the state of the session', async ({ world }) => {
    const { ruritania } = world;
    await lock(ruritania.page);
    for (const method of ['case.list', 'message.list', 'outbox.list', 'audit.list', 'account.list', 'status.get']) {
      expect(await ruritania.tryAsk(method, {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    }
    await signIn(ruritania.page, officer);
  });
});

test.describe('text that wants to be a program', () => {
  test('is text in every field it is typed into', async ({ world }) => {
    const { utopia } = world;
    const { page } = utopia;
    await page.evaluate(() => {
      Object.assign(window, { struck: 0 });
    });
    const all = xssPayloads.join(' ');
    await createCase(page, all.slice(0, 200));
    const caseId = (await utopia.ask('case.list', { limit: 1 })).rows[0]?.id;
    if (!caseId) throw new Error('The case is missing.');
    await openTab(page, 'Persons');
    await page.getByRole('button', { name: 'Add person' }).click();
    for (const input of await page.getByRole('form', { name: 'New person' }).getByRole('textbox').all()) {
      await input.fill(all.slice(0, 100));
      await input.blur();
    }
    await page.getByRole('form', { name: 'New person' }).getByRole('button', { name: 'Discard' }).click();
    await goTo(page, 'Settings'); // where nothing of the case is drawn anew with each of them
    for (const payload of xssPayloads) {
      await utopia.ask('person.create', {
        caseId,
        role: 'other',
        fields: { familyName: payload.slice(0, 120), forename: payload.slice(0, 120), marks: payload },
      });
      await utopia.ask('note.add', { caseId, body: payload });
    }
    await goTo(page, 'Cases');
    for (const tab of ['Overview', 'Persons', 'Notes']) {
      await openTab(page, tab);
      await expect(openedCase(page).getByText('onerror').first()).toBeVisible();
    }
    await goTo(page, 'Messages');
    await page.getByRole('button', { name: 'New request' }).click();
    for (const input of await composeForm(page).getByRole('textbox').all()) await input.fill(all.slice(0, 150));
    await page.getByRole('button', { name: 'Discard the draft' }).click();
    await goTo(page, 'Checks');
    await page.getByRole('button', { name: 'New check' }).click();
    const check = page.getByRole('form', { name: 'New check' });
    await field(check, 'Name (family name, or the whole name)').fill(all.slice(0, 100));
    await page.getByRole('searchbox').first().or(check.getByRole('textbox').first()).first().fill(all.slice(0, 100));
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
    await page.keyboard.insertText('img src');
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await goTo(page, 'People & objects');
    await expect(page.getByRole('listbox').getByText('onerror').first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { struck: number }).struck)).toBe(0);
    expect(page.url()).toBe('app://ncb/');
  });

  test('is text on the lock screen', async ({ world }) => {
    const { page } = world.ruritania;
    await lock(page);
    await page.evaluate(() => {
      Object.assign(window, { struck: 0 });
    });
    await typeSignIn(page, { username: xssPayloads[0] ?? '', passphrase: xssPayloads.join(' ') });
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { struck: number }).struck)).toBe(0);
    await page.reload();
    await signIn(page, officer);
  });
});
