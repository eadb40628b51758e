import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { HEARTBEAT_SECONDS, type WakeMessage } from '#shared/protocol/wake.ts';
import type { HubDeps } from '../services/deps.ts';
import { currentEpoch } from '../store/epochs.ts';
import { streamHead } from '../store/streams.ts';
import { callerOf } from './access.ts';

async function tell({ database }: HubDeps, socket: WebSocket, bureau: string, type: WakeMessage['type']) {
  const [epoch, head] = await Promise.all([currentEpoch(database), streamHead(database, bureau)]);
  if (!epoch || socket.readyState !== socket.OPEN) return;
  const message: WakeMessage = { type, epoch: epoch.id, head };
  socket.send(JSON.stringify(message));
}

/** A socket that did not answer the last ping is dead, whatever TCP still believes. */
function beat(deps: HubDeps, socket: WebSocket, say: (type: WakeMessage['type']) => void): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    say('heartbeat');
  }, HEARTBEAT_SECONDS * 1000);
  deps.metrics.wakeConnections.inc();
  return () => {
    clearInterval(timer);
    deps.metrics.wakeConnections.dec();
  };
}

export function routeWake(app: FastifyInstance, deps: HubDeps): void {
  const schema = { summary: 'WebSocket that says "look now" when the own bureau’s stream has grown' };
  app.get('/v1/wake', { websocket: true, config: { access: 'workstation' }, schema }, (socket, request) => {
    const { bureau } = callerOf(request);
    const say = (type: WakeMessage['type']) => {
      tell(deps, socket, bureau, type).catch((error: unknown) => {
        request.log.warn({ err: error }, 'wake call failed');
        socket.terminate();
      });
    };
    const stopBeating = beat(deps, socket, say);
    const unsubscribe = deps.wakeCalls.subscribe(bureau, () => say('look'));
    socket.on('message', () => socket.close(1008));
    socket.on('close', () => {
      stopBeating();
      unsubscribe();
    });
    say('hello');
  });
}
