import type { z } from 'zod';
import type { AnswerClass, AnswerCode } from '#shared/protocol/answers.ts';
import { protocolError } from '#shared/protocol/errors.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import type { HubRequest, HubResponse, HubTransport } from './transport.ts';

/** The hub answered, and the answer is no. `class` says how to go on (shared/protocol/answers.ts). */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal';

  constructor(
    readonly code: AnswerCode | 'not-a-hub',
    readonly answerClass: AnswerClass,
    /** Seconds. */
    readonly retryAfter: number | null,
  ) {
    super(code);
  }
}

/** Requests of the protocol over one transport: makes and checks the JSON, turns refusals into HubRefusal. */
export class HubApi {
  /** The hub's clock minus ours at its last answer (ms); evidence only. */
  clockOff: number | null = null;

  constructor(
    private readonly transport: HubTransport,
    private readonly now: () => number,
  ) {}

  async get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return readAnswer(await this.send({ method: 'GET', path, signal }), schema);
  }

  post<T>(path: string, body: unknown, schema: z.ZodType<T>, timeoutMs?: number): Promise<T> {
    return this.postText(path, JSON.stringify(body), schema, timeoutMs);
  }

  /** Posts JSON text exactly as it stands: what is signed must not be written anew. */
  async postText<T>(path: string, body: string, schema: z.ZodType<T>, timeoutMs?: number): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return readAnswer(await this.send({ method: 'POST', path, headers, body, timeoutMs }), schema);
  }

  /** Sends as it is; answers 200, 204 and 304, throws HubRefusal for the rest. */
  async send(request: HubRequest): Promise<HubResponse> {
    const headers = { ...request.headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    const answer = await this.transport.send({ ...request, headers });
    this.noteClock(answer);
    if (answer.status >= 200 && answer.status < 400) return answer;
    throw refusalOf(answer);
  }

  private noteClock({ headers }: HubResponse): void {
    const hubTime = Date.parse(headers.date ?? '');
    if (!Number.isNaN(hubTime)) this.clockOff = hubTime - this.now();
  }
}

const NOT_A_HUB = () => new HubRefusal('not-a-hub', 'retry-later', null);

function parseJson(answer: HubResponse): unknown {
  try {
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch {
    // What answered under the hub's certificate is not speaking the protocol: try later, decide nothing.
    throw NOT_A_HUB();
  }
}

function readAnswer<T>(answer: HubResponse, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(answer));
  if (!parsed.success) throw NOT_A_HUB();
  return parsed.data;
}

function refusalOf(answer: HubResponse): HubRefusal {
  const parsed = protocolError.safeParse(parseJson(answer));
  if (!parsed.success) return NOT_A_HUB();
  const { code, class: answerClass, retryAfter } = parsed.data.error;
  return new HubRefusal(code, answerClass, retryAfter ?? null);
}
