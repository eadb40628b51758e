import type { FastifyInstance } from 'fastify';
import {
  checkRequest,
  checkResponse,
  copyAddress,
  copyPage,
  copyQuery,
  recordAddress,
  recordQuery,
  recordResponse,
} from '#shared/protocol/checks.ts';
import { answerCheck, readCopy, readRecord } from '../services/checks.ts';
import type { HubDeps } from '../services/deps.ts';
import { callerOf } from './access.ts';
import type { ZodProvider } from './zod-provider.ts';

const config = { access: 'workstation' } as const;

export function routeChecks(app: FastifyInstance, deps: HubDeps): void {
  const typed = app.withTypeProvider<ZodProvider>();

  const checkSchema = {
    summary: 'First step of a check: candidates; the same check again gets the same answer',
    body: checkRequest,
    response: { 200: checkResponse },
  };
  typed.post('/v1/checks', { config: { ...config, confirmsCaller: true }, schema: checkSchema }, async (request) =>
    answerCheck(deps, callerOf(request), request.body),
  );

  const recordSchema = {
    summary: 'Second step of a check: the record',
    params: recordAddress,
    querystring: recordQuery,
    response: { 200: recordResponse },
  };
  typed.get('/v1/checks/:database/records/:recordId', { config, schema: recordSchema }, async (request) =>
    readRecord(deps, callerOf(request), { ...request.params, ...request.query }),
  );

  const copySchema = {
    summary: 'Changes of a database since the last look, for the workstation’s own copy',
    params: copyAddress,
    querystring: copyQuery,
    response: { 200: copyPage },
  };
  typed.get('/v1/checks/copy/:database', { config, schema: copySchema }, async ({ params, query }) =>
    readCopy(deps, params.database, query.after, query.limit),
  );
}
