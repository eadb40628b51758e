import type { FastifyInstance } from 'fastify';
import { caResponse } from '#shared/protocol/enrolment.ts';
import type { HubDeps } from '../services/deps.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeCa(app: FastifyInstance, { authority }: HubDeps): void {
  const schema = {
    summary: 'The certificate authority, to be checked against an enrolment code',
    response: { 200: caResponse },
  };
  app.withTypeProvider<ZodProvider>().get('/v1/ca', { config: { access: 'open' }, schema }, async () => ({
    ca: authority.certificatePem,
  }));
}
