import type { FastifyInstance, FastifySchema, FastifyTypeProvider } from 'fastify';
import { z } from 'zod';
import { toWireSchema } from '#shared/protocol/schemas.ts';
import { HubError } from '../services/hub-error.ts';

/** Lets a route's `schema` be zod schemas, and types `request` from them. */
export interface ZodProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown;
}

function isZod(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType;
}

/** Requests are checked by the zod schemas of the protocol; answers are written as they are. */
export function checkWithZod(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema }) => (data) => {
    if (!isZod(schema)) return { value: data };
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    // The place of the fault only: the value may be personal.
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    return { error: new HubError(field === 'secret' ? 'code-malformed' : 'malformed', { field }) };
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}

/** The same schemas as JSON Schema, for the published description. */
export function toDescribedSchema(schema: FastifySchema): FastifySchema {
  const described: Record<string, unknown> = { ...schema };
  for (const part of ['body', 'querystring', 'params', 'headers'] as const) {
    const value = described[part];
    if (isZod(value)) described[part] = withoutDialect(toWireSchema(value));
  }
  const responses = Object.entries((schema.response ?? {}) as Record<string, unknown>);
  if (responses.length > 0) {
    described.response = Object.fromEntries(
      responses.map(([status, value]) => [status, isZod(value) ? withoutDialect(toWireSchema(value)) : value]),
    );
  }
  return described;
}

/** As zod writes an identifier: with capitals, which ids.ts refuses in words JSON Schema does not have. */
const LOOSE_ID = '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$';
const ID = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';

function withoutDialect({ $schema: _, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema).replaceAll(LOOSE_ID, ID)) as Record<string, unknown>;
}
