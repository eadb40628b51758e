import websocket from '@fastify/websocket';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { answers } from '#shared/protocol/answers.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { guardAccess, refusalBefore, rememberShown } from './routes/access.ts';
import { guardAdmission } from './routes/admission.ts';
import { routeAudit } from './routes/audit.ts';
import { routeBlobs } from './routes/blobs.ts';
import { routeBundles } from './routes/bundles.ts';
import { routeBureauKey } from './routes/bureau-key.ts';
import { routeCa } from './routes/ca.ts';
import { routeChecks } from './routes/checks.ts';
import { routeContact } from './routes/contact.ts';
import { routeDirectory } from './routes/directory.ts';
import { routeEnrolment } from './routes/enrolment.ts';
import { routeEnvelopes } from './routes/envelopes.ts';
import { describeRoutes, routeOpenApi } from './routes/openapi.ts';
import { routeOperations } from './routes/operations.ts';
import { routeStream } from './routes/stream.ts';
import { closeWakeLines, routeWake } from './routes/wake.ts';
import { checkWithZod } from './routes/zod-provider.ts';
import type { HubDeps } from './services/deps.ts';
import { HubError } from './services/hub-error.ts';
import { isUnavailable } from './store/database.ts';

/** PEM of the server's key and certificate. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

/** What a connection begins with: as much for the certificate that comes later as for the first, since a context takes nothing over. */
export const secureContext = (
  { key, cert }: ServerIdentity,
  { certificatePem }: Pick<HubDeps['authority'], 'certificatePem'>,
) => ({ key, cert, ca: certificatePem, minVersion: 'TLSv1.3' }) as const;

export interface ServerSettings extends ServerIdentity {
  readonly log: LogSettings;
}

export interface LogSettings {
  readonly level: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Where the lines go; standard output when left out. */
  readonly stream?: { write(line: string): void };
}

const JSON_LIMIT = 256 * 1024;
/** A request that has not come whole after this time (ms) is cut: 1 MiB takes nine minutes at 16 kbit/s. */
const SLOWEST_REQUEST = 15 * 60_000;

function asHubError(error: FastifyError | HubError): HubError | null {
  if (error instanceof HubError) return error;
  if (isUnavailable(error)) return new HubError('busy');
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new HubError('too-large');
  return error.statusCode && error.statusCode < 500 ? new HubError('malformed') : null;
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asHubError(error);
  if (!known || known.code === 'busy') {
    // Without the message: PostgreSQL puts values into it.
    const stack = error.stack?.replace(error.message, '');
    request.log.error({ err: { name: error.name, code: error.code, stack } }, 'request failed');
  }
  const { code, details } = known ?? new HubError('internal');
  const { status, retryAfter } = answers[code];
  if (retryAfter) reply.header('retry-after', retryAfter);
  return reply.code(status).send(toProtocolError(code, details));
}

/** One line for each request, with the route's pattern instead of the address: addresses may hold what was asked. */
function logRequests(app: FastifyInstance, { metrics }: HubDeps): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, seconds);
    const { bureau, workstation } = request.caller ?? {};
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info(
      { method: request.method, route, status: reply.statusCode, milliseconds, bureau, workstation },
      'answered',
    );
  });
}

/** While it stops, each answer is the last of its connection. */
function tellWhenStopping(app: FastifyInstance, { standing }: HubDeps): void {
  app.addHook('onSend', async (_request, reply) => {
    if (standing.stopping) reply.header('connection', 'close');
  });
}

/** The hub's HTTPS server, not yet listening. Throws when a route declares no access rule. */
export async function buildServer(
  deps: HubDeps,
  { key, cert, log }: ServerSettings,
  plant?: (app: FastifyInstance) => void,
): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    // Whom the certificate belongs to is decided in services/authentication.ts, where a refusal has words and is audited.
    https: { ...secureContext({ key, cert }, deps.authority), requestCert: true, rejectUnauthorized: false },
    logger: { level: log.level, ...(log.stream && { stream: log.stream }), serializers: { req: () => ({}) } },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: JSON_LIMIT,
    requestTimeout: SLOWEST_REQUEST,
    routerOptions: { maxParamLength: 500 },
    // Asked to stop, it answers what it was asked, also over connections that stand.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  }) as unknown as FastifyInstance;
  checkWithZod(app);
  // A database that is out of reach cannot be asked who the caller is either, and whoever asks has waited long enough.
  app.setErrorHandler(async (error: FastifyError, request, reply) =>
    sendError(isUnavailable(error) ? error : await refusalBefore(error, request), request, reply),
  );
  app.setNotFoundHandler(() => {
    throw new HubError('not-found');
  });
  // First, so that a wake line is known for one before anything is counted.
  await app.register(websocket, { options: { maxPayload: 1024 }, preClose: closeWakeLines });
  const shownOn = rememberShown();
  guardAdmission(app, deps.admission, shownOn);
  guardAccess(app, deps, shownOn);
  tellWhenStopping(app, deps);
  logRequests(app, deps);
  await describeRoutes(app);
  await app.register(async (routes) => {
    routeOperations(routes, deps);
    routeOpenApi(routes);
    routeCa(routes, deps);
    routeEnrolment(routes, deps);
    routeDirectory(routes, deps);
    routeBureauKey(routes, deps);
    routeContact(routes, deps);
    routeEnvelopes(routes, deps);
    routeBundles(routes, deps);
    routeStream(routes, deps);
    routeWake(routes, deps);
    routeBlobs(routes, deps);
    routeChecks(routes, deps);
    routeAudit(routes, deps);
    plant?.(routes);
  });
  return app;
}
