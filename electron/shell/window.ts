import { app, BrowserWindow, nativeTheme } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import type { SettingsStore } from './settings.ts';

/** The one window: sandboxed, isolated, without Node; it loads our own page and nothing else. */
export function createMainWindow(preload: string, settings: SettingsStore): BrowserWindow {
  const scheme = settings.get().colorScheme;
  nativeTheme.themeSource = scheme === 'auto' ? 'system' : scheme;
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: app.getName(),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}
