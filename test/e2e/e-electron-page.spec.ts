import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { processTree } from '#test/helpers/process-tree.ts';
import { countingServer } from './support/counting-server.ts';
import type { Station } from './support/station.ts';
import { test } from './support/world.ts';

// Of the twenty recommendations of Electron's own checklist (electronjs.org/docs/latest/tutorial/security), by number and title, those about
// what the page may do, each asked of the running workstation.

/** What the window was made with, as Electron holds it now. */
const preferencesOf = ({ app }: Station): Promise<Record<string, unknown>> =>
  app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });

const commandLines = ({ pid }: Station) => processTree(pid).map(({ commandLine }) => commandLine);

test.describe('the checklist of Electron, of the page:', () => {
  test('1. Only load secure content', async ({ world }) => {
    const { page, app } = world.utopia;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await expect(page.getByRole('navigation').first()).toBeVisible();
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((url) => !/^(app:\/\/ncb\/|data:|blob:app:\/\/ncb\/)/.test(url))).toEqual([]);
    const { url, visits, close } = await countingServer();
    const outcome = await app.evaluate(
      ({ session }, target) => session.defaultSession.fetch(target).then(String, () => 'refused'),
      url,
    );
    expect([outcome, visits()]).toEqual(['refused', 0]);
    close();
  });

  test('2. Do not enable Node.js integration for remote content', async ({ world }) => {
    expect(await preferencesOf(world.utopia)).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
    });
    expect(await preferencesOf(world.utopia)).not.toMatchObject({ nodeIntegrationInWorker: true });
    const reachable = await world.utopia.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in window),
    );
    expect(reachable).toEqual([]);
  });

  test('3. Enable Context Isolation', async ({ world }) => {
    const { page } = world.utopia;
    expect(await preferencesOf(world.utopia)).toMatchObject({ contextIsolation: true });
    // What the page does to its own prototypes does not reach the preload.
    const seen = await page.evaluate(async () => {
      const stolen: unknown[] = [];
      const { set } = Map.prototype;
      Map.prototype.set = function (this: Map<unknown, unknown>, key, value) {
        stolen.push(value);
        return set.call(this, key, value);
      };
      await window.ncb.call(2_000_001, 'session.state', {});
      Map.prototype.set = set;
      return stolen.length;
    });
    expect(seen).toBe(0);
  });

  test('4. Enable process sandboxing', async ({ world }) => {
    const { utopia } = world;
    expect(await preferencesOf(utopia)).toMatchObject({ sandbox: true });
    expect(commandLines(utopia).filter((line) => /--no-sandbox|--disable-seccomp|--single-process/.test(line))).toEqual(
      [],
    );
    const renderers = processTree(utopia.pid).filter(({ commandLine }) => commandLine.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    for (const { pid } of renderers) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(status).toMatch(/^Seccomp:\s2$/m); // a filter is in force (proc(5))
      expect(status).toMatch(/^NoNewPrivs:\s1$/m);
    }
  });

  test('5. Handle session permission requests from remote content', async ({ world }) => {
    const outcome = await world.utopia.page.evaluate(async () => {
      const refused = () => 'denied';
      const media = await navigator.mediaDevices
        ?.getUserMedia({ audio: true, video: true })
        .then(() => 'given', refused);
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('given'),
          () => resolve('denied'),
        ),
      );
      const usb = await ('usb' in navigator
        ? (navigator.usb as { getDevices(): Promise<unknown[]> }).getDevices().then(({ length }) => length, refused)
        : 0);
      return { media: media ?? 'denied', place, usb, notifications: await Notification.requestPermission() };
    });
    expect(outcome).toEqual({ media: 'denied', place: 'denied', usb: 0, notifications: 'denied' });
  });

  test('6. Do not disable webSecurity', async ({ world }) => {
    expect(await preferencesOf(world.utopia)).toMatchObject({ webSecurity: true });
    expect(commandLines(world.utopia).filter((line) => line.includes('--disable-web-security'))).toEqual([]);
  });

  test('7. Define a Content Security Policy', async ({ world }) => {
    const { page } = world.utopia;
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().isNavigationRequest()),
      page.reload(),
    ]);
    const policy = answer.headers()['content-security-policy'] ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'none'", "base-uri 'none'"])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    await expect(page.getByRole('navigation').first()).toBeVisible();
    const reported = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.planted = true';
          document.head.append(script);
        }),
    );
    expect(reported).toMatch(/^script-src/);
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
  });

  test('8. Do not enable allowRunningInsecureContent', async ({ world }) => {
    expect(await preferencesOf(world.utopia)).toMatchObject({ allowRunningInsecureContent: false });
    expect(commandLines(world.utopia).filter((line) => line.includes('--allow-running-insecure-content'))).toEqual([]);
  });

  test('9. Do not enable experimental features', async ({ world }) => {
    expect(await preferencesOf(world.utopia)).toMatchObject({ experimentalFeatures: false });
    expect(commandLines(world.utopia).filter((line) => /--enable-experimental/.test(line))).toEqual([]);
  });

  test('10. Do not use enableBlinkFeatures', async ({ world }) => {
    expect((await preferencesOf(world.utopia)).enableBlinkFeatures ?? '').toBe('');
    expect(commandLines(world.utopia).filter((line) => /--enable-blink-features=[^ ]/.test(line))).toEqual([]);
  });

  test('11. Do not use allowpopups for WebViews', async ({ world }) => {
    const { page, app } = world.utopia;
    expect(await preferencesOf(world.utopia)).toMatchObject({ webviewTag: false });
    expect(await page.locator('webview').count()).toBe(0);
    const contents = () => app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
    const before = await contents();
    await page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('allowpopups', '');
      view.setAttribute('src', 'app://ncb/');
      document.body.append(view);
    });
    await page.waitForTimeout(300);
    expect(await contents()).toBe(before);
    await page.reload();
  });

  test('12. Verify WebView options before creation', async ({ world }) => {
    const refused = await world.utopia.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as NodeJS.EventEmitter;
      let isRefused = false;
      const event = { preventDefault: () => (isRefused = true) };
      contents.emit('will-attach-webview', event, {}, { src: 'app://ncb/' });
      return isRefused;
    });
    expect(refused).toBe(true);
  });
});
