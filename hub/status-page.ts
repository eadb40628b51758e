/**
 * A page for whoever runs the hub, on this machine only: a plain HTTP port of its own on the loopback interface, read-only,
 * with counts, codes and times, and nothing of what bureaus write or of people.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HubAdmin } from './services/administration.ts';
import type { HubStatus } from './services/hub-status.ts';
import { STATUS_MARKS, type StatusCell, type StatusTable, statusTables } from './status-tables.ts';

const STYLE = `body{font:14px system-ui,sans-serif;margin:2rem;color:#1b1f24;background:#fff}
table{border-collapse:collapse;margin-block:1rem 2rem}caption{text-align:start;font-weight:600;padding-block:.5rem}
th,td{text-align:start;white-space:nowrap;padding:.25rem .75rem;border-block-end:1px solid #8c959f}td.late{color:#a40e26;font-weight:600}
td.late::before{content:'▲ ' / ''}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (value: string | number): string => String(value).replace(/[&<>"']/g, (found) => ESCAPES[found] ?? '');

const cell = ({ value, isLate }: StatusCell): string => `<td${isLate ? ' class="late"' : ''}>${escaped(value)}</td>`;

function table({ caption, none, columns, rows }: StatusTable): string {
  if (rows.length === 0) return `<p>${escaped(none)}</p>`;
  const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** The page as HTML. */
export function statusPage(status: HubStatus): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>NCB hub</title><style>${STYLE}</style></head><body>
<h1>NCB hub</h1><p>Epoch ${escaped(status.epoch)}, as of ${escaped(status.at)}</p>
${statusTables(status).map(table).join('\n')}
<ul>${STATUS_MARKS.map((mark) => `<li>${escaped(mark)}</li>`).join('')}</ul></body></html>`;
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
