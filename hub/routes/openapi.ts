import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { protocolError } from '#shared/protocol/errors.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { toDescribedSchema } from './zod-provider.ts';

const DESCRIPTION = `The protocol between workstations and their hub. All but the routes marked open need the client
certificate a workstation got when it enrolled. Bodies between bureaus are sealed: the hub routes what it cannot read.`;

/** Must be registered before the routes it describes. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'NCB hub', version: String(PROTOCOL_VERSION), description: DESCRIPTION },
    },
    transform: ({ schema, url, route }) => {
      const open = (route.config as { access?: string } | undefined)?.access === 'open';
      const responses = {
        200: { description: 'Done', type: 'object' },
        ...(schema?.response as object),
        default: protocolError,
      };
      const described = toDescribedSchema({ ...schema, response: responses });
      return { schema: { ...described, security: open ? [] : [{ workstation: [] }] }, url };
    },
  });
}

/** Mutual TLS is a scheme of OpenAPI 3.1 that the types of the plugin do not know yet. */
const components = { securitySchemes: { workstation: { type: 'mutualTLS' } } };

export function routeOpenApi(app: FastifyInstance): void {
  const schema = { summary: 'This description' };
  app.get('/openapi.json', { config: { access: 'open' }, schema }, async () => ({ ...app.swagger(), components }));
}
