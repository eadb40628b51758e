import type { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  isSupportedProtocol,
  OLDEST_SUPPORTED_PROTOCOL,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
} from '#shared/protocol/version.ts';
import { authenticate, recall, type Shown, whatIsShown } from '../services/authentication.ts';
import type { Caller } from '../services/caller.ts';
import type { HubDeps } from '../services/deps.ts';
import { HubError } from '../services/hub-error.ts';

/** open: anybody who reaches the port · workstation: an enrolled one, shown by its certificate. */
export type Access = 'open' | 'workstation';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Its service looks in its own transaction whether the caller may ask: a caller that is remembered will do. */
    confirmsCaller?: boolean;
    /** For whoever runs the hub: answered however busy it is. */
    operator?: boolean;
    /** What the body is, where the route itself reads it more loosely: a schema, or an OpenAPI request body. */
    describedBody?: z.ZodType | { readonly content: object };
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** The workstation behind a request of a `workstation` route. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new HubError('no-certificate');
  return request.caller;
}

/** What a request is told instead of an error when it turns out that its caller may not ask any more. */
export async function refusalBefore<Problem>(error: Problem, { caller }: FastifyRequest): Promise<Problem> {
  try {
    await caller?.confirm?.();
    return error;
  } catch (refusal) {
    return refusal as Problem;
  }
}

function assertProtocol(request: FastifyRequest): void {
  const named = request.headers[PROTOCOL_HEADER];
  if (named === undefined || isSupportedProtocol(Number(named))) return;
  throw new HubError('protocol-unsupported', { oldest: OLDEST_SUPPORTED_PROTOCOL, current: PROTOCOL_VERSION });
}

export type ShownOn = (request: FastifyRequest) => Shown;

/** What the connection of a request shows, looked at once for each connection. */
export function rememberShown(): ShownOn {
  const shown = new WeakMap<TLSSocket, Shown>();
  return ({ raw }) => {
    const socket = raw.socket as TLSSocket;
    const known = shown.get(socket) ?? whatIsShown(socket);
    shown.set(socket, known);
    return known;
  };
}

/**
 * The closed default: a route that declares no access rule keeps the hub from starting, and should one slip through,
 * it answers nobody.
 */
export function guardAccess(app: FastifyInstance, deps: HubDeps, shownOn: ShownOn): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', ({ url, config }) => {
    if (!config?.access) throw new Error(`Route ${url} declares no access rule`);
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { access, confirmsCaller } = request.routeOptions.config;
    if (access !== 'open' && access !== 'workstation') throw new HubError('not-allowed');
    if (access === 'workstation') {
      const here = shownOn(request);
      request.caller = (confirmsCaller && recall(deps, here)) || (await authenticate(deps, here));
      assertProtocol(request);
    }
  });
}
