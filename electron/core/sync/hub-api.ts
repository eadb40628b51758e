import type { z } from 'zod';
import type { AnswerClass, AnswerCode } from '#shared/protocol/answers.ts';
import { protocolError } from '#shared/protocol/errors.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { LineSpeed } from './line-speed.ts';
import { type HubRequest, type HubResponse, type HubTransport, TransportError } from './transport.ts';

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

/** How long the hub may be silent, beside what the line needs to carry the question (ms). */
const SILENCE_MS = 20_000;
/** What HTTP and TLS add to a question and its answer, about. Bytes. */
const AROUND = 600;

interface DatabaseQuestion extends Pick<HubRequest, 'path' | 'silenceMs' | 'signal'> {
  /** Posted as JSON; without one it is a GET. */
  readonly body?: unknown;
}

/** Requests of the protocol over one transport: makes and checks the JSON, turns refusals into HubRefusal, learns the line's speed. */
export class HubApi {
  /** The hub's clock minus ours at its last answer (ms); evidence only. */
  clockOff: number | null = null;
  readonly line = new LineSpeed();

  /**
   * @param now the clock of this machine (ms since 1970), which may be wrong and jump
   * @param monotonicMs a clock that only runs
   */
  constructor(
    private readonly transport: HubTransport,
    private readonly now: () => number,
    private readonly monotonicMs: () => number,
  ) {}

  async get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return readAnswer(await this.send({ method: 'GET', path, signal }), schema);
  }

  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return this.postText(path, JSON.stringify(body), schema);
  }

  /** What a database behind the hub has to look for: how long that takes, or that it takes too long, says nothing of the line. */
  async askDatabase<T>({ body, ...question }: DatabaseQuestion, schema: z.ZodType<T>): Promise<T> {
    const request: HubRequest =
      body === undefined
        ? { method: 'GET', ...question }
        : { method: 'POST', ...question, headers: JSON_BODY, body: JSON.stringify(body) };
    return readAnswer(await this.send(request, false), schema);
  }

  /** Posts JSON text exactly as it stands: what is signed must not be written anew. */
  async postText<T>(path: string, body: string, schema: z.ZodType<T>, silenceMs?: number): Promise<T> {
    return readAnswer(await this.send({ method: 'POST', path, headers: JSON_BODY, body, silenceMs }), schema);
  }

  /**
   * Sends as it is; answers 200, 204 and 304, throws HubRefusal for the rest. `silenceMs` is what the hub may take to think.
   * @param tellsOfLine the time it takes is mostly the line's
   */
  async send(request: HubRequest, tellsOfLine = true): Promise<HubResponse> {
    const headers = { ...request.headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };
    const asked = AROUND + (request.body === undefined ? 0 : Buffer.byteLength(request.body));
    const silenceMs = (request.silenceMs ?? SILENCE_MS) + this.line.patienceFor(asked);
    const begun = this.monotonicMs();
    const patient = { ...request, headers, silenceMs };
    const answer = await (tellsOfLine ? this.carry(patient, asked) : this.transport.send(patient));
    if (tellsOfLine) this.line.note(asked + answer.body.length, this.monotonicMs() - begun);
    this.noteClock(answer);
    if (ANSWERS.has(answer.status)) return answer;
    throw refusalOf(answer);
  }

  private async carry(request: HubRequest, bytes: number): Promise<HubResponse> {
    const begun = this.monotonicMs();
    try {
      return await this.transport.send(request);
    } catch (error) {
      if (error instanceof TransportError && error.failure === 'timeout')
        this.line.gaveUp(bytes, this.monotonicMs() - begun);
      throw error;
    }
  }

  private noteClock({ headers }: HubResponse): void {
    const hubTime = Date.parse(headers.date ?? '');
    if (!Number.isNaN(hubTime)) this.clockOff = hubTime - this.now();
  }
}

const JSON_BODY = { 'content-type': 'application/json' };
const ANSWERS: ReadonlySet<number> = new Set([200, 204, 304]);

/** What answered does not keep to the protocol: it has decided nothing, and is asked again later. */
export const notAHub = (retryAfter: number | null = null) => new HubRefusal('not-a-hub', 'retry-later', retryAfter);

/** Null where it is no JSON. */
function parseJson({ body }: HubResponse): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

/** @throws HubRefusal not-a-hub, where what answered under the hub's certificate is not speaking the protocol */
export function readAnswer<T>(answer: HubResponse, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(answer));
  if (!parsed.success) throw notAHub(retryAfterOf(answer));
  return parsed.data;
}

function refusalOf(answer: HubResponse): HubRefusal {
  const parsed = protocolError.safeParse(parseJson(answer));
  if (!parsed.success) return isServerError(answer) ? notReady(answer) : notAHub(retryAfterOf(answer));
  const { code, class: answerClass, retryAfter } = parsed.data.error;
  const later = [retryAfter, retryAfterOf(answer)].filter((seconds) => typeof seconds === 'number');
  return new HubRefusal(code, answerClass, later.length === 0 ? null : Math.max(...later));
}

/** RFC 9110 §15.6. */
const isServerError = ({ status }: HubResponse): boolean => status >= 500;

/** What stands before a hub says so while the hub itself is away, in words of its own: the status says enough. */
const notReady = (answer: HubResponse) => new HubRefusal('busy', 'retry-later', retryAfterOf(answer));

/** Seconds of the header (RFC 9110 §10.2.3); a date in it would be one of a clock that is not ours. */
function retryAfterOf({ headers }: HubResponse): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
