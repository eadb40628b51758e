import type { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { answers } from '#shared/protocol/answers.ts';
import { type PresenceAnnouncement, presenceAnnouncement } from '#shared/protocol/presence.ts';
import { HEARTBEAT_SECONDS, type WakeMessage } from '#shared/protocol/wake.ts';
import { authenticate, whatIsShown } from '../services/authentication.ts';
import type { HubDeps } from '../services/deps.ts';
import { HubError } from '../services/hub-error.ts';
import { callerOf } from './access.ts';

async function tell({ streamEnds }: HubDeps, socket: WebSocket, bureau: string, type: WakeMessage['type']) {
  const end = await streamEnds(bureau);
  if (socket.readyState !== socket.OPEN) return;
  const message: WakeMessage = { type, ...end, ...(type === 'hello' && { presence: true }) };
  socket.send(JSON.stringify(message));
}

/** A socket that did not answer the last ping is dead, whatever TCP still believes. */
function beat(deps: HubDeps, socket: WebSocket, say: (type: WakeMessage['type']) => Promise<void>): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    void say('heartbeat');
  }, HEARTBEAT_SECONDS * 1000);
  deps.metrics.wakeConnections.inc();
  return () => {
    clearInterval(timer);
    deps.metrics.wakeConnections.dec();
  };
}

/** 1008, policy violation: what came over the line is none of the protocol, or its workstation may not be here any more. */
const NOT_HERE = 1008;

/** Null when it is not one. */
function readAnnouncement(text: string): PresenceAnnouncement | null {
  try {
    return presenceAnnouncement.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Asks anew who is at the end of a line, so that a revocation holds here as it does everywhere. */
const confirmer = (deps: HubDeps, request: FastifyRequest) => () =>
  authenticate(deps, whatIsShown(request.raw.socket as TLSSocket));

/** Ends the line of a workstation that may not be here any more; false when something else has failed. */
function endIfRefused(socket: WebSocket, error: unknown): boolean {
  const isOver = error instanceof HubError && answers[error.code].class !== 'retry-later';
  if (isOver) socket.close(NOT_HERE);
  return isOver;
}

/** Takes what a workstation says of its presence. What fails, and is no refusal, is not missed: it is said again soon. */
function hearPresence(deps: HubDeps, socket: WebSocket, request: FastifyRequest): () => void {
  const line = deps.presence.join(callerOf(request), {
    say: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    confirm: confirmer(deps, request),
  });
  socket.on('message', (data) => {
    const said = readAnnouncement(String(data));
    if (!said) return socket.close(NOT_HERE);
    line.announce(said.open).catch((error: unknown) => endIfRefused(socket, error));
  });
  return () => void line.leave().catch(() => undefined);
}

/** 1012, service restart (RFC 6455 §7.4.2, IANA): another process, or this one in a moment, takes the line up again. */
const COME_BACK = 1012;

/** Before the server ends: every line is told to come back. */
export function closeWakeLines(this: FastifyInstance, done: () => void): void {
  for (const socket of this.websocketServer.clients) socket.close(COME_BACK, 'come back');
  this.websocketServer.close();
  done();
}

/** Lines one workstation may have: beside the one it uses those that broke and are not yet known to be dead. */
const LINES_OF_ONE = 4;

/** Ends the eldest line of a workstation that opens too many. */
function boundLines(): (workstation: string, socket: WebSocket) => () => void {
  const lines = new Map<string, Set<WebSocket>>();
  return (workstation, socket) => {
    const own = lines.get(workstation) ?? new Set();
    lines.set(workstation, own.add(socket));
    const [eldest] = own;
    if (own.size > LINES_OF_ONE) {
      eldest?.close(NOT_HERE);
      if (eldest) own.delete(eldest);
    }
    return () => {
      own.delete(socket);
      if (own.size === 0 && lines.get(workstation) === own) lines.delete(workstation);
    };
  };
}

export function routeWake(app: FastifyInstance, deps: HubDeps): void {
  const summary =
    'WebSocket that says "look now" when the own bureau’s stream or the directory has changed, and who has the same case open';
  const response = {
    101: { type: 'null', description: 'A WebSocket: WakeMessage, PresenceAnnouncement, PresenceMessage' },
  };
  const hold = boundLines();
  const wsHandler = (socket: WebSocket, request: FastifyRequest) => {
    const { bureau, workstation } = callerOf(request);
    const confirm = confirmer(deps, request);
    const say = async (type: WakeMessage['type']) => {
      try {
        // What has changed may be that this workstation was revoked, or its bureau suspended.
        if (type === 'directory') await confirm();
        await tell(deps, socket, bureau, type);
      } catch (error) {
        if (endIfRefused(socket, error)) return;
        request.log.warn({ err: error }, 'wake call failed');
        socket.terminate();
      }
    };
    const release = hold(workstation, socket);
    const stopBeating = beat(deps, socket, say);
    const unsubscribe = deps.wakeCalls.subscribe(bureau, (reason) => void say(reason));
    const leave = hearPresence(deps, socket, request);
    socket.on('close', () => {
      release();
      stopBeating();
      unsubscribe();
      leave();
    });
    void say('hello');
  };
  app.route({
    method: 'GET',
    url: '/v1/wake',
    config: { access: 'workstation' },
    schema: { summary, response },
    // To who asks for it without wanting a WebSocket.
    handler: async () => {
      throw new HubError('not-found');
    },
    wsHandler,
  });
}
