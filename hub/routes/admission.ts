import type { FastifyInstance } from 'fastify';
import type { Admission } from '../services/working-parts.ts';

/** Counts what the workstations ask, from its first byte to the last of its answer. The operator's routes are never busy. */
export function guardAdmission(app: FastifyInstance, admission: Admission): void {
  app.addHook('onRequest', async (request, reply) => {
    // A wake line stands for days and asks nothing.
    if (request.is404 || request.ws || request.routeOptions.config.operator) return;
    const announced = Number(request.headers['content-length'] ?? 0);
    const leave = admission.enter(request.headers['transfer-encoding'] ? request.routeOptions.bodyLimit : announced);
    reply.raw.once('close', leave);
  });
}
