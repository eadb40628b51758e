import { basename } from 'node:path';
import { app, type BrowserWindow, dialog, Notification, nativeTheme } from 'electron';
import type { FileGrants } from './file-grants.ts';
import type { ShellHandlers } from './ipc-guard.ts';
import { MAX_IDLE_MINUTES, type SettingsStore } from './settings.ts';

interface ShellDeps {
  readonly settings: SettingsStore;
  readonly lock: () => Promise<void>;
  readonly grants: FileGrants;
  readonly window: BrowserWindow;
}

export function shellHandlers({ settings, lock, grants, window }: ShellDeps): ShellHandlers {
  return {
    'settings.get': () => ({ settings: settings.get(), maxIdleMinutes: MAX_IDLE_MINUTES }),
    'settings.set': (changes) => {
      const next = settings.set(changes);
      nativeTheme.themeSource = next.colorScheme === 'auto' ? 'system' : next.colorScheme;
      return next;
    },
    'session.lock': async () => {
      await lock();
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
    'folder.choose': async () => {
      const { filePaths, canceled } = await dialog.showOpenDialog(window, {
        properties: ['openDirectory', 'createDirectory'],
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return { folder: null };
      return { folder: { token: grants.issue(path, 'folder'), name: basename(path) || path } };
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
