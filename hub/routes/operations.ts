import type { FastifyInstance } from 'fastify';
import type { HubDeps } from '../services/deps.ts';
import { gather } from '../services/gather.ts';
import { isMigrated } from '../store/migrate.ts';

const config = { access: 'open', operator: true } as const;

const standingOf = (description: string) => ({
  description,
  type: 'object',
  properties: { status: { type: 'string' } },
});

/** For whoever runs the hub: is it alive, can it work, how is it doing. */
export function routeOperations(app: FastifyInstance, { database, metrics, standing }: HubDeps): void {
  // Anybody may ask, and is answered however busy the hub is: the database is asked once for all who ask at the same moment.
  const readiness = gather(
    { group: 10_000, waiting: 50_000, lanes: 1 },
    () => '',
    async (asked: readonly null[]) => {
      const ready = await isMigrated(database);
      return asked.map(() => ready);
    },
    () => true,
  );
  app.get('/healthz', { config, schema: { summary: 'The process is alive' } }, async () => ({ status: 'ok' }));

  app.get(
    '/readyz',
    {
      config,
      schema: {
        summary: 'It wants to be asked: the database answers and is migrated, and it is not stopping',
        response: { 200: standingOf('Ready'), 503: standingOf('Not ready, or stopping') },
      },
    },
    async (request, reply) => {
      if (standing.stopping) return reply.code(503).send({ status: 'stopping' });
      const ready = await readiness(null).catch((error: unknown) => {
        request.log.error({ err: error }, 'database does not answer');
        return false;
      });
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
    },
  );

  const counts = {
    summary: 'Counts and times for Prometheus',
    response: { 200: { description: 'As text', content: { 'text/plain': { schema: { type: 'string' } } } } },
  };
  app.get('/metrics', { config, schema: counts }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.read()),
  );
}
