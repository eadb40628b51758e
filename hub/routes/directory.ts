import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { directory } from '#shared/protocol/directory.ts';
import type { HubDeps } from '../services/deps.ts';

export function routeDirectory(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'Bureaus and workstations with their public keys; answers If-None-Match with 304',
    headers: z.looseObject({ 'if-none-match': z.string().optional() }),
    response: { 200: directory, 304: { type: 'null', description: 'As it was' } },
  };
  app.get('/v1/directory', { config: { access: 'workstation' }, schema }, async (request, reply) => {
    const { directory: content, etag } = await deps.readDirectory();
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return content;
  });
}
