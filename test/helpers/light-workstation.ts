import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '#core/sync/back-off.ts';
import { httpsTransport } from '#core/sync/https-transport.ts';
import { HubApi, HubRefusal } from '#core/sync/hub-api.ts';
import { TransportError } from '#core/sync/transport.ts';
import { offerResponse } from '#shared/protocol/acceptance.ts';
import { isDecided } from '#shared/protocol/answers.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { contactAnswer } from '#shared/protocol/contact.ts';
import { directory } from '#shared/protocol/directory.ts';
import { streamPage } from '#shared/protocol/stream.ts';
import { systemRandom } from './crypto.ts';
import type { HubAddress, TestWorkstation } from './hub-client.ts';

/** As many at a time as the real one offers. */
const MOST = 20;

/** What a drained outbox took. */
export interface Drained {
  /** How often the hub or the line was not ready, and it was tried again. */
  readonly retries: number;
  /** Decided against, by code: what a person would see as an error. */
  readonly refused: readonly string[];
  /** When it was empty (ms since the beginning). */
  readonly ms: number;
}

/**
 * A workstation without a store: it has envelopes that wait, and sends them as the real one does, over the real one's transport, with its
 * batches, its patience and its back-off.
 */
export class LightWorkstation {
  private readonly transport;
  private readonly api: HubApi;

  constructor(
    hub: HubAddress,
    readonly enrolled: TestWorkstation,
    /** JSON texts, in the order of their numbers. */
    private waiting: readonly string[],
  ) {
    const { cert, key } = enrolled.identity;
    this.transport = httpsTransport(hub.url, { ca: hub.caPem, certificate: cert, key });
    this.api = new HubApi(
      this.transport,
      () => Date.now(),
      () => performance.now(),
    );
  }

  /** Comes back after a long time, and goes on until nothing waits. */
  async drain(): Promise<Drained> {
    const begun = performance.now();
    const refused: string[] = [];
    let retries = 0;
    for (let failures = 0, isMet = false; this.waiting.length > 0; ) {
      try {
        if (!isMet) await this.meet();
        isMet = true;
        const wait = await this.offer(refused);
        failures = wait === null ? 0 : failures + 1;
        if (wait !== null) await sleep(backOff({ random: systemRandom }, failures, wait));
      } catch (error) {
        if (!(error instanceof TransportError) && !(error instanceof HubRefusal)) throw error;
        const atLeast = error instanceof HubRefusal ? (error.retryAfter ?? 0) * 1000 : 0;
        await sleep(backOff({ random: systemRandom }, failures, atLeast));
        failures += 1;
        retries += 1;
      }
    }
    await this.api.get('/v1/stream?after=0&limit=1', streamPage);
    return { retries, refused, ms: performance.now() - begun };
  }

  close(): void {
    this.transport.close();
  }

  private async meet(): Promise<void> {
    await this.api.get('/v1/directory', directory);
    const contact = { number: 1, previous: [], token: toBase64Url(systemRandom.bytes(16)), goOn: false };
    await this.api.post('/v1/contact', contact, contactAnswer);
  }

  /** Offers as much as the line carries; how long to wait (ms) where the hub has not decided about all of it. */
  private async offer(refused: string[]): Promise<number | null> {
    let room = this.api.line.bytesIn(10_000);
    const batch = this.waiting.slice(0, MOST).filter((text, index) => {
      room -= text.length;
      return index === 0 || room >= 0;
    });
    const { verdicts } = await this.api.postText(
      '/v1/envelopes',
      `{"envelopes":[${batch.join(',')}]}`,
      offerResponse,
      30_000,
    );
    const undecided = verdicts.findIndex(({ code }) => !isDecided(code));
    const decided = undecided === -1 ? verdicts : verdicts.slice(0, undecided);
    refused.push(...decided.filter((verdict) => verdict.class !== 'accepted').map(({ code }) => code));
    this.waiting = this.waiting.slice(decided.length);
    return undecided === -1 ? null : (verdicts[undecided]?.retryAfter ?? 0) * 1000;
  }
}
