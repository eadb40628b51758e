import swagger from '@fastify/swagger';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import { protocolError } from '#shared/protocol/errors.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { toDescribedSchema } from './zod-provider.ts';

const DESCRIPTION = `The protocol between workstations and their hub. All but the routes marked open need the client
certificate a workstation got when it enrolled. Bodies between bureaus are sealed: the hub routes what it cannot read.`;

/** OpenAPI 3.1 knows mutual TLS; the types of the plugin, which end at 3.0, are told it is another scheme. */
const mutualTls = { type: 'mutualTLS' } as unknown as { type: 'http'; scheme: string };

interface HeaderSchema {
  readonly properties?: object;
}

const withProtocolHeader = (headers: HeaderSchema | undefined) => ({
  type: 'object',
  ...headers,
  properties: {
    ...headers?.properties,
    [PROTOCOL_HEADER]: { type: 'integer', description: 'The version of the protocol the workstation speaks' },
  },
});

/** Must be registered before the routes it describes. */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'NCB hub', version: String(PROTOCOL_VERSION), description: DESCRIPTION },
      components: { securitySchemes: { workstation: mutualTls } },
    },
    transform: ({ schema, url, route }) => {
      const { access, describedBody } = (route.config ?? {}) as FastifyContextConfig;
      const declared = (schema?.response as object | undefined) ?? { 200: { description: 'Done', type: 'object' } };
      const body: unknown = describedBody ?? schema?.body;
      const described = {
        ...schema,
        ...(body !== undefined && { body }),
        response: { ...declared, default: protocolError },
      };
      const shown = toDescribedSchema(described);
      const headers = access === 'open' ? shown.headers : withProtocolHeader(shown.headers as HeaderSchema | undefined);
      const security = access === 'open' ? [] : [{ workstation: [] }];
      return { schema: { ...shown, ...(headers !== undefined && { headers }), security }, url };
    },
  });
}

export function routeOpenApi(app: FastifyInstance): void {
  const schema = { summary: 'This description' };
  app.get('/openapi.json', { config: { access: 'open', operator: true }, schema }, async () => app.swagger());
}
