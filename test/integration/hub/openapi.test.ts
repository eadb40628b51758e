import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { askHub } from '#test/helpers/hub-client.ts';

const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const operation = z.object({
  summary: z.string().min(5),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['query', 'path', 'header']), required: z.boolean().optional() }))
    .optional(),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: content.optional() })),
});

/** The parts of OpenAPI 3.1 this description uses. */
const description = z.object({
  openapi: z.string().regex(/^3\.1\./),
  info: z.object({ title: z.string(), version: z.string() }),
  components: z.object({ securitySchemes: z.object({ workstation: z.object({ type: z.literal('mutualTLS') }) }) }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'delete', 'patch']), operation),
  ),
});

describe('/openapi.json', () => {
  let hub: TestHub;
  let text: string;

  beforeAll(async () => {
    hub = await startTestHub();
    text = (await askHub(hub, null, { path: '/openapi.json' })).bytes.toString('utf8');
  });
  afterAll(() => hub.close());

  it('describes every operation: summary, security, parameters, answers and the one shape of errors', () => {
    const { paths } = description.parse(JSON.parse(text));
    expect(Object.keys(paths)).toContain('/v1/envelopes');
    for (const [path, operations] of Object.entries(paths)) {
      for (const one of Object.values(operations)) {
        const inPath = one.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [];
        expect(inPath.sort(), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
        expect(JSON.stringify(one.responses.default?.content), path).toContain('retryAfter');
      }
    }
  });

  it('describes the envelopes that may be offered, not the loose form the hub reads first', () => {
    const { paths } = description.parse(JSON.parse(text));
    const schema = JSON.stringify(paths['/v1/envelopes']?.post?.requestBody?.content);
    for (const field of ['sequence', 'handling', 'signature', 'sealedKey']) expect(schema).toContain(`"${field}"`);
  });

  it('describes what a client has to send and may ask for: the sealed bytes, the version, the wake line, and no limit that is not kept', () => {
    const { paths } = description.parse(JSON.parse(text));
    const chunk = paths['/v1/blobs/{id}/chunks/{index}'];
    expect(Object.keys(chunk?.put?.requestBody?.content ?? {})).toEqual(['application/octet-stream']);
    expect(chunk?.get?.responses['200']).toMatchObject({ headers: { 'ncb-sha256': {} } });
    expect(Object.keys(paths['/v1/wake']?.get?.responses ?? {})).toContain('101');
    expect(Object.keys(paths['/metrics']?.get?.responses['200']?.content ?? {})).toEqual(['text/plain']);
    const named = (path: string) => paths[path]?.get?.parameters?.map(({ name }) => name);
    expect(named('/v1/directory')?.sort()).toEqual(['if-none-match', 'ncb-protocol']);
    expect(named('/v1/bundles/stream')?.sort()).toEqual(['after', 'epoch', 'ncb-protocol']);
    expect(named('/v1/ca')).toBeUndefined();
  });

  it('describes identifiers as they are taken: in small letters', () => {
    const patterns = new Set([...text.matchAll(/"format":"uuid","pattern":"([^"]+)"/g)].map(([, pattern]) => pattern));
    expect(patterns.size).toBe(1);
    const [pattern = ''] = patterns;
    expect('0192d3f0-1234-7abc-8def-0123456789ab').toMatch(new RegExp(pattern));
    expect('0192D3F0-1234-7ABC-8DEF-0123456789AB').not.toMatch(new RegExp(pattern));
  });

  it('refers to nothing it does not contain', () => {
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '');
    for (const reference of references) {
      const found = reference
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], JSON.parse(text));
      expect(found, reference).toBeDefined();
    }
  });
});
