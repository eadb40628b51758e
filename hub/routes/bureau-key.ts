import type { FastifyInstance } from 'fastify';
import { bureauKeyRenewal, bureauKeyRenewed } from '#shared/protocol/bureau-key.ts';
import { renewBureauKey } from '../services/bureau-key.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeBureauKey(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'Give the own bureau a new encryption key; the one before is retired. The first comes through',
    body: bureauKeyRenewal,
    response: { 200: bureauKeyRenewed },
  };
  app
    .withTypeProvider<ZodProvider>()
    .post('/v1/bureau-key', { config: { access: 'workstation' }, schema }, async (request) =>
      renewBureauKey(deps, callerOf(request), request.body),
    );
}
