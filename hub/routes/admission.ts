import type { FastifyInstance } from 'fastify';
import type { Admission } from '../services/working-parts.ts';
import type { ShownOn } from './access.ts';

/** Who shows no certificate of this authority: all of them together are one asker, so that they keep none of the others waiting. */
const STRANGERS = '-';

/**
 * Counts what the workstations ask, from its first byte to the last of its answer. The operator's routes are never busy. WebSockets have to
 * be told from requests before this.
 */
export function guardAdmission(app: FastifyInstance, admission: Admission, shownOn: ShownOn): void {
  app.addHook('onRequest', async (request, reply) => {
    // A wake line stands for days and asks nothing.
    if (request.is404 || request.ws || request.routeOptions.config.operator) return;
    const { bodyLimit } = request.routeOptions;
    const announced = request.headers['transfer-encoding'] ? bodyLimit : Number(request.headers['content-length'] ?? 0);
    const { certificate, untrusted } = shownOn(request);
    const asker = untrusted === null && certificate ? certificate : STRANGERS;
    // What is larger than the limit is refused unread.
    const leave = admission.enter(asker, Math.min(announced, bodyLimit));
    reply.raw.once('close', leave);
  });
}
