import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { CoreProcess } from './shell/core-process.ts';
import { FileGrants } from './shell/file-grants.ts';
import { guardIpc } from './shell/ipc-guard.ts';
import { answerKeyring } from './shell/keyring.ts';
import { readLaunchOptions } from './shell/launch-options.ts';
import { watchForLock } from './shell/lock-watch.ts';
import { setApplicationMenu } from './shell/menu.ts';
import { confineSession, confineWebContents } from './shell/session-policy.ts';
import { openSettings } from './shell/settings.ts';
import { shellHandlers } from './shell/shell-handlers.ts';
import { createMainWindow } from './shell/window.ts';
import { WorkstationLock } from './shell/workstation-lock.ts';

const options = readLaunchOptions(process.argv, process.env, app.isPackaged);
if (options.profileDir) app.setPath('userData', options.profileDir);
if (app.isPackaged) refuseDebugging();
app.enableSandbox();
registerAppScheme();
confineWebContents();

/** One workstation a profile: a second start shows the first one's window. */
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

/** An installed workstation takes no debugger, whatever its command line says. */
function refuseDebugging(): void {
  for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name);
}

function start(): void {
  const outDir = join(app.getAppPath(), 'out');
  const settings = openSettings(app.getPath('userData'));
  const grants = new FileGrants((grant) => core.grant(grant));
  const core = new CoreProcess({
    modulePath: join(outDir, 'main', 'core.js'),
    profileDir: app.getPath('userData'),
    demoSetup: options.demoSetup,
    answerKeyring,
    appVersion: app.getVersion(),
    storeLimitBytes: settings.get().storeLimitMebibytes * 1024 * 1024,
  });
  setApplicationMenu();
  confineSession();
  serveApp(join(outDir, 'renderer'));
  core.start();

  const window = createMainWindow(join(outDir, 'preload', 'preload.cjs'), settings);
  core.attach(window.webContents);
  const tellPage = () => {
    if (!window.isDestroyed()) window.webContents.send('lock-coming');
  };
  const { announce, keysPressed, lock } = new WorkstationLock({
    tellPage,
    endCore: () => core.lock(),
    isInUse: () => core.isInUse,
  });
  guardIpc(window, shellHandlers({ settings, lock, grants, window }), grants);
  watchForLock({ window, settings, lock: announce, lockByKeys: keysPressed });

  app.on('second-instance', () => {
    const [existing] = BrowserWindow.getAllWindows();
    if (existing?.isMinimized()) existing.restore();
    existing?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  endCoreBeforeQuit(core);
}

/** The store is closed in order before the process ends; a core that hangs is ended all the same. */
function endCoreBeforeQuit(core: CoreProcess): void {
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void core.end().then(() => {
      ended = true;
      app.quit();
    });
  });
}
