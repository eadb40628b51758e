import type { FastifyInstance } from 'fastify';
import { enrolmentRequest, enrolmentResponse } from '#shared/protocol/enrolment.ts';
import type { HubDeps } from '../services/deps.ts';
import { enrol } from '../services/enrolment.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeEnrolment(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'Turn a one-time code into a workstation; the same request may be sent again',
    body: enrolmentRequest,
    response: { 200: enrolmentResponse },
  };
  app
    .withTypeProvider<ZodProvider>()
    .post('/v1/enrolment', { config: { access: 'open' }, schema }, async ({ body, ip }) => enrol(deps, body, ip));
}
