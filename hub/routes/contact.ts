import type { FastifyInstance } from 'fastify';
import { contactAnswer, contactRequest } from '#shared/protocol/contact.ts';
import { announceContact } from '../services/contact.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeContact(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'Announce a contact; answers whether the workstation goes on where the hub last met it',
    body: contactRequest,
    response: { 200: contactAnswer },
  };
  app
    .withTypeProvider<ZodProvider>()
    .post('/v1/contact', { config: { access: 'workstation' }, schema }, async (request) =>
      announceContact(deps, callerOf(request), request.body),
    );
}
