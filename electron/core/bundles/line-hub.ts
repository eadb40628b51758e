import { blobState } from '#shared/protocol/blobs.ts';
import type { AnsweringHub } from '#shared/protocol/bundle/answer-records.ts';
import type { CarryingHub } from '#shared/protocol/bundle/carry-bundle.ts';
import { signedStatement } from '#shared/protocol/hub-statement.ts';
import { HubRefusal } from '../sync/hub-api.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { askForChunks, putChunk } from '../sync/upload-lane.ts';

const OFFER_TIMEOUT_MS = 60_000;

/** The hub over the line, for what is brought and fetched on behalf of another workstation. */
export function lineHub(ctx: SyncContext, signal: AbortSignal): CarryingHub & AnsweringHub {
  const { api } = ctx;
  return {
    chunksAt: (blobId) => askForChunks(ctx, blobId),
    putChunk: (chunk) => putChunk(ctx, chunk),
    // The envelopes exactly as they stand: what is signed must not be written anew.
    offer: (workstation, envelopes) =>
      api.postText(
        '/v1/bundles/envelopes',
        `{"workstation":${JSON.stringify(workstation)},"envelopes":[${envelopes.join(',')}]}`,
        signedStatement,
        OFFER_TIMEOUT_MS,
      ),
    ask: (workstation, checks) =>
      api.askDatabase(
        { path: '/v1/bundles/checks', body: { workstation, checks }, silenceMs: OFFER_TIMEOUT_MS },
        signedStatement,
      ),
    directory: () => api.get('/v1/bundles/directory', signedStatement, signal),
    stream: (after, epoch) =>
      api.get(`/v1/bundles/stream?after=${after}${epoch ? `&epoch=${epoch}` : ''}`, signedStatement, signal),
    blob: async (blobId) => {
      try {
        return await api.get(`/v1/blobs/${blobId}`, blobState, signal);
      } catch (error) {
        if (error instanceof HubRefusal && error.code === 'not-found') return null;
        throw error;
      }
    },
    chunk: async (blobId, index) => {
      const path = `/v1/blobs/${blobId}/chunks/${index}`;
      return (await api.send({ method: 'GET', path, signal })).body;
    },
  };
}
