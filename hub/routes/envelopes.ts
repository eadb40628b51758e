import type { FastifyInstance } from 'fastify';
import { MAX_BATCH_SIZE, offerRequest, offerResponse, rawOfferRequest } from '#shared/protocol/acceptance.ts';
import { acceptEnvelopes } from '../services/acceptance.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

export function routeEnvelopes(app: FastifyInstance, deps: HubDeps): void {
  const schema = {
    summary: 'Offer envelopes; one verdict for each, and the same verdict again for a replay',
    body: rawOfferRequest,
    response: { 200: offerResponse },
  };
  const options = {
    config: { access: 'workstation', confirmsCaller: true, describedBody: offerRequest },
    bodyLimit: MAX_BATCH_SIZE,
    schema,
  } as const;
  app.withTypeProvider<ZodProvider>().post('/v1/envelopes', options, async (request) => {
    const { epoch, verdicts } = await acceptEnvelopes(deps, callerOf(request), request.body.envelopes);
    return { epoch, verdicts };
  });
}
