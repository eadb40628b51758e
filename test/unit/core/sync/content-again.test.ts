import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubRequest, HubResponse } from '#core/sync/transport.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { answers } from '#shared/protocol/answers.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { toProtocolError } from '#shared/protocol/errors.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { acceptAll, EPOCH, json, SyncRounds, wellBehaved } from '#test/helpers/sync-rounds.ts';

const TWO_CHUNKS = 1_500_000;

interface Chunk {
  readonly index: number;
  readonly size: number;
  readonly sha256: string;
}

describe('a content that was brought to the hub once, sent again', () => {
  let hub: SyncRounds;
  let caseId: CaseId;
  let blobs: Map<string, Chunk[]>;
  /** How many envelopes the hub has taken over. */
  let taken: number;
  let offers: ('accepted' | 'blob-incomplete')[];
  /** Chunks are taken once this is so. */
  let upload: Promise<void>;
  const content = systemRandom.bytes(TWO_CHUNKS);

  beforeEach(async () => {
    hub = await SyncRounds.begin();
    await hub.knowKeys();
    blobs = new Map();
    taken = 0;
    offers = [];
    upload = Promise.resolve();
    hub.answer = (request) => {
      if (request.path.startsWith('/v1/blobs/')) return atBlobs(request);
      if (request.path === '/v1/contact')
        return json(200, { standing: 'agreed', number: 1, nextSequence: taken + 1, at: null });
      return request.path === '/v1/envelopes' ? atEnvelopes(request) : wellBehaved(request);
    };
    ({ id: caseId } = await hub.core.call('case.create', caseInput()));
    await send('first');
    await sent('first');
    hub.log.length = 0;
  });
  afterEach(() => hub.close());

  async function atBlobs({ path, method, body }: HubRequest): Promise<HubResponse> {
    const [, , , id = '', , index] = path.split('/');
    const here = blobs.get(id) ?? [];
    if (method === 'PUT' && body instanceof Uint8Array) {
      await upload;
      const sha256 = createHash('sha256').update(body).digest('hex');
      const others = here.filter((chunk) => chunk.index !== Number(index));
      blobs.set(id, [...others, { index: Number(index), size: body.length, sha256 }]);
      return json(204, null);
    }
    if (here.length === 0) return json(answers['not-found'].status, toProtocolError('not-found'));
    return json(200, { id, chunks: here });
  }

  /** Takes what has its files here; what follows one that has not waits, since numbers come in order. */
  function atEnvelopes(request: HubRequest): HubResponse {
    const { envelopes } = JSON.parse(String(request.body)) as { envelopes: Envelope[] };
    const isWhole = ({ attachments }: Envelope) =>
      attachments.every(({ blobId, chunks }) => blobs.get(blobId)?.length === chunks);
    const missing = envelopes.findIndex((envelope) => !isWhole(envelope));
    offers.push(missing === -1 ? 'accepted' : 'blob-incomplete');
    if (missing === -1) {
      taken += envelopes.length;
      return acceptAll(request);
    }
    const verdicts = envelopes.map(({ id }, place) => {
      const code = place === missing ? 'blob-incomplete' : 'sequence-gap';
      return { id, class: 'retry-later', code, what: '', toDo: '' };
    });
    return json(200, { epoch: EPOCH, verdicts });
  }

  const send = async (subject: string) => {
    const token = hub.core.files.choose(`${subject}.jpg`, content);
    const { id } = await hub.core.call('file.add', { caseId, token });
    await hub.core.call('message.send', messageInput({ caseId, subject, attachmentIds: [id] }));
  };
  /** Until all of these have gone out. */
  const sent = (...subjects: string[]) => {
    const waits = `SELECT 1 FROM outbox WHERE kind = 'message' AND state IN ('waiting', 'sending')
                     AND title IN (SELECT value FROM json_each(?))`;
    return hub.until(() => hub.core.station.store.read.get(waits, [JSON.stringify(subjects)]) === undefined);
  };
  const chunks = () => hub.asked('PUT /v1/blobs');

  it('is named there and not brought a second time', async () => {
    await send('second');
    await sent('second');
    expect([chunks(), blobs.size, offers]).toEqual([0, 1, ['accepted', 'accepted']]);
  });

  it.each<[string, () => void]>([
    ['all of it', () => blobs.clear()],
    [
      'a part of it',
      () => {
        for (const chunks of blobs.values()) chunks.pop();
      },
    ],
  ])(
    'goes before its message has a number, where the hub has let go of %s: what follows does not wait for it',
    async (_what, letGo) => {
      letGo();
      let go: () => void = () => undefined;
      upload = new Promise((resolve) => {
        go = resolve;
      });
      await send('second');
      await hub.core.call('message.send', messageInput({ subject: 'behind' }));
      await sent('behind');
      go();
      await sent('second');
      expect([chunks(), offers]).toEqual([2, ['accepted', 'accepted', 'accepted']]);
    },
  );
});
