import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

export const APP_ORIGIN = 'app://ncb';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Must run before the application is ready. The code cache holds compiled scripts of the program, nothing of its data. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** No script and no style but our own files; no connection at all: the page talks to nobody but the preload. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the built interface at app://ncb/, and nothing outside that folder: file:// is not there at all. */
export function serveApp(rendererDir: string): void {
  const root = normalize(rendererDir + sep);
  protocol.handle('file', () => new Response(null, { status: 404 }));
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const path = normalize(join(root, decodeURIComponent(url.pathname === '/' ? '/index.html' : url.pathname)));
    if (url.origin !== 'null' && url.host !== 'ncb') return new Response(null, { status: 404 });
    if (!path.startsWith(root)) return new Response(null, { status: 404 });
    const mediaType = mediaTypes[extname(path)];
    const content = mediaType ? await readFile(path).catch(() => null) : null;
    if (!mediaType || !content) return new Response(null, { status: 404 });
    return respond(content, mediaType);
  });
}

function respond(content: Buffer, mediaType: string): Response {
  const nonce = randomBytes(18).toString('base64');
  const isPage = mediaType.startsWith('text/html');
  const body = isPage ? content.toString('utf8').replaceAll('%CSP_NONCE%', nonce) : new Uint8Array(content);
  return new Response(body, {
    headers: {
      'content-type': mediaType,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}
