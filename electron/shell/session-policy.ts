import { app, session, type WebContents } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** The page gets no device, no permission and no network; only app:// and the blobs it makes itself. */
export function confineSession(): void {
  const page = session.defaultSession;
  page.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  page.setPermissionCheckHandler(() => false);
  page.setDevicePermissionHandler(() => false);
  page.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnUrl(details.url) }));
  page.setSpellCheckerEnabled(false);
  page.on('will-download', (event) => event.preventDefault());
}

const isOwnUrl = (url: string): boolean =>
  url.startsWith(`${APP_ORIGIN}/`) ||
  url.startsWith(`blob:${APP_ORIGIN}/`) ||
  /^(data|devtools|chrome-extension):/.test(url);

/** Whatever page ever exists in this process: it stays where it is, opens nothing and embeds nothing. */
export function confineWebContents(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  app.on('certificate-error', (_event, _contents, _url, _error, _certificate, trust) => trust(false));
}
