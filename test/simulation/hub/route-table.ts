import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HubRequest, HubResponse } from '#core/sync/transport.ts';
import { routeAudit } from '#hub/routes/audit.ts';
import { routeBlobs } from '#hub/routes/blobs.ts';
import { routeBundles } from '#hub/routes/bundles.ts';
import { routeBureauKey } from '#hub/routes/bureau-key.ts';
import { routeCa } from '#hub/routes/ca.ts';
import { routeChecks } from '#hub/routes/checks.ts';
import { routeContact } from '#hub/routes/contact.ts';
import { routeDirectory } from '#hub/routes/directory.ts';
import { routeEnrolment } from '#hub/routes/enrolment.ts';
import { routeEnvelopes } from '#hub/routes/envelopes.ts';
import { routeStream } from '#hub/routes/stream.ts';
import { authenticate, type Shown } from '#hub/services/authentication.ts';
import type { Caller } from '#hub/services/caller.ts';
import type { HubDeps } from '#hub/services/deps.ts';
import { HubError } from '#hub/services/hub-error.ts';
import { type AnswerCode, answers } from '#shared/protocol/answers.ts';
import { type ErrorDetails, toProtocolError } from '#shared/protocol/errors.ts';

type Parts = 'params' | 'querystring' | 'headers' | 'body';

interface Options {
  readonly config: { readonly access: 'open' | 'workstation' };
  readonly schema?: Partial<Record<Parts, z.ZodType>>;
}

type Handler = (request: object, reply: Reply) => Promise<unknown>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly options: Options;
  readonly handler: Handler;
}

class Reply {
  status = 200;
  body: unknown;
  readonly headers: Record<string, string> = {};

  code(status: number): this {
    this.status = status;
    return this;
  }

  header(name: string, value: string): this {
    this.headers[name] = value;
    return this;
  }

  type(value: string): this {
    return this.header('content-type', value);
  }

  send(body?: unknown): this {
    this.body = body;
    return this;
  }
}

/** Takes the place of the HTTP server: the hub's own routes, reached by a call instead of a socket. */
export class RouteTable {
  readonly #routes: Route[] = [];

  constructor(private readonly deps: HubDeps) {
    const app = this.#app();
    routeCa(app, deps);
    routeEnrolment(app, deps);
    routeDirectory(app, deps);
    routeContact(app, deps);
    routeEnvelopes(app, deps);
    routeStream(app, deps);
    routeAudit(app, deps);
    routeBlobs(app, deps);
    routeChecks(app, deps);
    routeBundles(app, deps);
    routeBureauKey(app, deps);
  }

  /** @param fingerprint SHA-256 of the certificate shown, hexadecimal; null = none */
  async answer(request: HubRequest, fingerprint: string | null): Promise<HubResponse> {
    const date = new Date(this.deps.clock.now()).toUTCString();
    try {
      const reply = await this.#run(request, fingerprint);
      return { status: reply.status, headers: { ...reply.headers, date }, body: bytesOf(reply.body) };
    } catch (error) {
      const { code, details } = error instanceof HubError ? error : unexpected(error);
      return refusal(code, date, details);
    }
  }

  async #run({ method, path, headers = {}, body }: HubRequest, fingerprint: string | null): Promise<Reply> {
    const [pathname = '', query = ''] = path.split('?');
    const route = this.#routes.find((one) => one.method === method && one.pattern.test(pathname));
    if (!route) throw new HubError('not-found');
    const { access } = route.options.config;
    const caller: Caller | null = access === 'workstation' ? await authenticate(this.deps, shownBy(fingerprint)) : null;
    const values = route.pattern.exec(pathname)?.slice(1) ?? [];
    const given = {
      params: Object.fromEntries(route.names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')])),
      querystring: Object.fromEntries(new URLSearchParams(query)),
      headers,
      body: typeof body === 'string' ? JSON.parse(body) : body && Buffer.from(body),
    };
    const checked = checkedBy(route.options.schema ?? {}, given);
    const reply = new Reply();
    const result = await route.handler({ ...checked, query: checked.querystring, caller, ip: '127.0.0.1' }, reply);
    if (result !== reply) reply.body = result;
    return reply;
  }

  /** As much of Fastify as the routes use when they introduce themselves. */
  #app(): FastifyInstance {
    const add = (method: string) => (path: string, options: Options, handler: Handler) => {
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
      const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`);
      this.#routes.push({ method, pattern, names, options, handler });
    };
    const app = { get: add('GET'), post: add('POST'), put: add('PUT'), addContentTypeParser: () => undefined };
    return Object.assign(app, { withTypeProvider: () => app }) as unknown as FastifyInstance;
  }
}

function checkedBy(schemas: Partial<Record<Parts, unknown>>, given: Record<Parts, unknown>): Record<Parts, unknown> {
  const checked = { ...given };
  for (const part of ['params', 'querystring', 'headers', 'body'] as const) {
    const schema = schemas[part];
    if (!(schema instanceof z.ZodType)) continue;
    const parsed = schema.safeParse(given[part]);
    if (!parsed.success) throw new HubError('malformed', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
    checked[part] = parsed.data;
  }
  return checked;
}

/** What TLS would say of a workstation that shows this certificate. */
const shownBy = (fingerprint: string | null): Shown => ({
  certificate: fingerprint?.replaceAll(':', '').toLowerCase(),
  untrusted: fingerprint === null ? 'no-certificate' : null,
});

/** The hub must not fail inside: a simulation that went on would hide it. */
function unexpected(error: unknown): never {
  throw error;
}

/** An answer that is a refusal, as the server words it. */
export function refusal(code: AnswerCode, date: string, details?: ErrorDetails): HubResponse {
  const { status, retryAfter } = answers[code];
  const headers = { date, ...(retryAfter && { 'retry-after': String(retryAfter) }) };
  return { status, headers, body: bytesOf(toProtocolError(code, details)) };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  return new Uint8Array(body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)));
}
