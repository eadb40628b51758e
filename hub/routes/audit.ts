import type { FastifyInstance } from 'fastify';
import { auditPage, auditQuery } from '#shared/protocol/audit-checkpoint.ts';
import { readAuditPage } from '../services/audit-checkpoints.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeAudit(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'The own bureau’s audit chain at the hub, as far as its newest signed checkpoint',
    querystring: auditQuery,
    response: { 200: auditPage },
  };
  app
    .withTypeProvider<ZodProvider>()
    .get('/v1/audit', { config: { access: 'workstation' }, schema }, async (request) =>
      readAuditPage(deps, callerOf(request).bureau, request.query.after, request.query.limit),
    );
}
