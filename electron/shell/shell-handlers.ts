import { app, type BrowserWindow, dialog, Notification, nativeTheme } from 'electron';
import type { CoreProcess } from './core-process.ts';
import type { FileGrants } from './file-grants.ts';
import type { ShellHandlers } from './ipc-guard.ts';
import { MAX_IDLE_MINUTES, type SettingsStore } from './settings.ts';

interface ShellDeps {
  readonly settings: SettingsStore;
  readonly core: CoreProcess;
  readonly grants: FileGrants;
  readonly window: BrowserWindow;
}

export function shellHandlers({ settings, core, grants, window }: ShellDeps): ShellHandlers {
  return {
    'settings.get': () => ({ settings: settings.get(), maxIdleMinutes: MAX_IDLE_MINUTES }),
    'settings.set': (changes) => {
      const next = settings.set(changes);
      nativeTheme.themeSource = next.colorScheme === 'auto' ? 'system' : next.colorScheme;
      return next;
    },
    'session.lock': async () => {
      await core.lock();
      return {};
    },
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      chrome: process.versions.chrome ?? '',
      platform: `${process.platform} ${process.arch}`,
    }),
    'file.choose-save': async ({ suggestedName }) => {
      const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: suggestedName });
      return { token: canceled || !filePath ? null : grants.issue(filePath, 'write') };
    },
    notify: ({ title, body }) => {
      const notification = new Notification({ title, body });
      notification.on('click', () => {
        window.show();
        window.focus();
      });
      notification.show();
      return {};
    },
  };
}
