import type { FastifyInstance } from 'fastify';
import { streamPage, streamQuery } from '#shared/protocol/stream.ts';
import type { HubDeps } from '../services/deps.ts';
import { readStreamPage } from '../services/stream.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeStream(app: FastifyInstance, { database }: HubDeps): void {
  const schema = {
    summary: 'The next envelopes of the own bureau’s stream',
    querystring: streamQuery,
    response: { 200: streamPage },
  };
  app
    .withTypeProvider<ZodProvider>()
    .get('/v1/stream', { config: { access: 'workstation' }, schema }, async (request) =>
      readStreamPage(database, callerOf(request), request.query),
    );
}
