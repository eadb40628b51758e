/**
 * A page for whoever runs the hub, on this machine only: a plain HTTP port of its own on the loopback interface, read-only,
 * with counts, codes and times, and nothing of what bureaus write or of people.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HubAdmin, HubStatus } from './services/administration.ts';

const STYLE = `body{font:14px system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin-block:1rem 2rem}caption{text-align:start;font-weight:600;padding-block:.5rem}
th,td{text-align:start;padding:.25rem .75rem;border-block-end:1px solid #8c959f}td.late{color:#a40e26;font-weight:600}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (value: unknown): string => String(value ?? '—').replace(/[&<>"']/g, (found) => ESCAPES[found] ?? '');

function table(caption: string, columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`).join('\n');
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** The page as HTML. */
export function statusPage({ epoch, at, bureaus, workstations, expiring }: HubStatus): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>NCB hub</title><style>${STYLE}</style></head><body>
<h1>NCB hub</h1><p>Epoch ${escaped(epoch)}, as of ${escaped(at)}</p>
${table(
  'Bureaus',
  ['Code', 'Role', 'Status', 'Workstations', 'Stream', 'Unread', 'Last contact', 'Stored bytes'],
  bureaus.map((one) => [
    one.code,
    one.role,
    one.status,
    one.workstations,
    one.stream,
    one.unread,
    one.lastContact,
    one.storedBytes,
  ]),
)}
${table(
  'Certificates that expire soon',
  ['Bureau', 'Workstation', 'Until'],
  expiring.map((one) => [one.bureau, one.id, one.certificateUntil]),
)}
${table(
  'Workstations',
  ['Bureau', 'Workstation', 'Status', 'Last contact', 'Unread', 'Older copy'],
  workstations.map((one) => [one.bureau, one.id, one.status, one.lastContact, one.unread, one.isBehind ? 'yes' : 'no']),
)}</body></html>`;
}

async function answer(admin: HubAdmin, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  // A page elsewhere that has its own name resolve to this machine is not somebody at this machine.
  if (!LOCAL.test(request.headers.host ?? '')) return void response.writeHead(403).end();
  if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
  if (request.url === '/status.json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await admin.status()));
  } else if (request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(statusPage(await admin.status()));
  } else response.writeHead(404).end();
}

export interface StatusPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the page on a port of the loopback interface; 0 takes a free one. */
export async function openStatusPage(admin: HubAdmin, port: number): Promise<StatusPage> {
  const server = createServer((request, response) => {
    answer(admin, request, response).catch(() => response.writeHead(503).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = address && typeof address === 'object' ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
