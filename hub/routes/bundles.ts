import type { FastifyInstance } from 'fastify';
import { MAX_BATCH_SIZE } from '#shared/protocol/acceptance.ts';
import { carriedQuestions } from '#shared/protocol/carried-check.ts';
import { carriedOffer, rawCarriedOffer, signedStatement } from '#shared/protocol/hub-statement.ts';
import { streamQuery } from '#shared/protocol/stream.ts';
import { acceptCarried, askCarried, carriedDirectory, carriedStream } from '../services/bundles.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

const access = { access: 'workstation' } as const;
const response = { 200: signedStatement };

/** What a workstation asks for another one of its bureau that has no line: every answer is signed, to be carried back. */
export function routeBundles(app: FastifyInstance, deps: HubDeps): void {
  const typed = app.withTypeProvider<ZodProvider>();

  const offer = {
    config: { ...access, describedBody: carriedOffer },
    bodyLimit: MAX_BATCH_SIZE,
    schema: {
      summary: 'Offer the signed envelopes of another workstation of the own bureau',
      body: rawCarriedOffer,
      response,
    },
  } as const;
  typed.post('/v1/bundles/envelopes', offer, async (request) => {
    const { bureau, workstation: carrier } = callerOf(request);
    const { workstation, envelopes } = request.body;
    return acceptCarried(deps, { bureau, carrier }, workstation, envelopes);
  });

  const questions = {
    config: access,
    schema: {
      summary:
        'Checks another workstation of the own bureau asks, sealed to the hub; answered sealed to that workstation',
      body: carriedQuestions,
      response,
    },
  };
  typed.post('/v1/bundles/checks', questions, async (request) => {
    const { bureau, workstation: carrier } = callerOf(request);
    const { workstation, checks } = request.body;
    return askCarried(deps, { bureau, carrier }, workstation, checks);
  });

  const stream = {
    config: access,
    schema: { summary: 'The own bureau’s stream, signed', querystring: streamQuery.omit({ limit: true }), response },
  };
  typed.get('/v1/bundles/stream', stream, async (request) => {
    const { after, epoch = null } = request.query;
    return carriedStream(deps, callerOf(request).bureau, { after, epoch });
  });

  const directory = { config: access, schema: { summary: 'The directory, signed', response } };
  typed.get('/v1/bundles/directory', directory, async () => carriedDirectory(deps));
}
