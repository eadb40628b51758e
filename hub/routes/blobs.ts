import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { blobAddress, blobState, CHUNK_DIGEST_HEADER, chunkAddress } from '#shared/protocol/blobs.ts';
import { sha256Hex } from '#shared/protocol/bytes.ts';
import { MAX_SEALED_CHUNK_SIZE } from '#shared/protocol/seal-file.ts';
import { blobStateFor, getChunk, putChunk } from '../services/blobs.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

const OCTETS = 'application/octet-stream';
const config = { access: 'workstation' } as const;
const DIGEST = { type: 'string', description: 'Their SHA-256, hexadecimal' };
const octets = { content: { [OCTETS]: { schema: { type: 'string', format: 'binary' } } } };

export function routeBlobs(app: FastifyInstance, deps: HubDeps): void {
  const typed = app.withTypeProvider<ZodProvider>();
  app.addContentTypeParser(OCTETS, { parseAs: 'buffer', bodyLimit: MAX_SEALED_CHUNK_SIZE }, (_request, body, done) =>
    done(null, body),
  );

  const putSchema = {
    summary: 'Upload one sealed chunk; the same chunk again changes nothing',
    params: chunkAddress,
    headers: z.looseObject({ [CHUNK_DIGEST_HEADER]: sha256Hex }),
    response: { 204: { type: 'null', description: 'Kept' } },
  };
  const putOptions = {
    config: { ...config, describedBody: octets },
    schema: putSchema,
    bodyLimit: MAX_SEALED_CHUNK_SIZE,
  };
  typed.put('/v1/blobs/:id/chunks/:index', putOptions, async (request, reply) => {
    const { id: blobId, index } = request.params;
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await putChunk(deps, callerOf(request), {
      blobId,
      index,
      bytes,
      sha256: String(request.headers[CHUNK_DIGEST_HEADER]),
    });
    return reply.code(204).send();
  });

  const stateSchema = {
    summary: 'Which chunks of a blob are here',
    params: blobAddress,
    response: { 200: blobState },
  };
  typed.get('/v1/blobs/:id', { config, schema: stateSchema }, async (request) =>
    blobStateFor(deps, callerOf(request), request.params.id),
  );

  const getSchema = {
    summary: 'Download one sealed chunk',
    params: chunkAddress,
    response: { 200: { description: 'The sealed bytes', headers: { [CHUNK_DIGEST_HEADER]: DIGEST }, ...octets } },
  };
  typed.get('/v1/blobs/:id/chunks/:index', { config, schema: getSchema }, async (request, reply) => {
    const { id: blobId, index } = request.params;
    const chunk = await getChunk(deps, callerOf(request), { blobId, index });
    return reply.type(OCTETS).header(CHUNK_DIGEST_HEADER, chunk.sha256).send(chunk.bytes);
  });
}
