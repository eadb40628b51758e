import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CopyLane } from '#core/sync/copy-lane.ts';
import { HubRefusal } from '#core/sync/hub-api.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import { Transfers } from '#core/sync/transfers.ts';
import type { HubRequest } from '#core/sync/transport.ts';
import type { AttachmentId, CaseId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { TestTime } from '#test/helpers/test-time.ts';

const DAY = 86_400_000;

describe('what is carried beside the rounds', () => {
  let core: CoreStation;
  let time: TestTime;
  let transfers: Transfers;
  let caseId: CaseId;
  let failing: string | null;
  /** The files that were brought, in their order. */
  let brought: string[];

  beforeEach(async () => {
    core = await CoreStation.open();
    time = new TestTime();
    brought = [];
    failing = null;
    ({ id: caseId } = await core.call('case.create', caseInput()));
    const send = async ({ path }: HubRequest) => {
      const name = nameOfBlob(path.split('/')[3] ?? '');
      if (name === failing) throw new HubRefusal('internal', 'retry-later', null);
      brought.push(name);
      return { status: 204, headers: {}, body: new Uint8Array() };
    };
    const get = async (path: string) => ({ id: path.split('/').at(-1), chunks: [] });
    const { store, attachments } = core.station;
    const log = { error: () => undefined, info: () => undefined };
    const parts = { store, attachments, clock: core.clock, random: systemRandom, log, api: { send, get } };
    const ctx = {
      ...parts,
      monotonicMs: time.monotonicMs,
      stopped: new AbortController().signal,
      emit: () => undefined,
    };
    const copies = { isDue: () => false } as unknown as CopyLane;
    transfers = new Transfers(ctx as unknown as SyncContext, {
      timers: time.timers,
      copies,
      isOnline: () => true,
      onUploaded: () => undefined,
      onRefused: () => undefined,
    });
  });
  afterEach(() => {
    transfers.close();
    core.close();
  });

  const nameOfBlob = (blobId: string): string => {
    const sql = 'SELECT a.name FROM uploads u JOIN attachments a ON a.id = u.attachment_id WHERE u.blob_id = ?';
    return core.station.store.read.get<{ name: string }>(sql, [blobId])?.name ?? '';
  };
  const fileOf = async (name: string, size: number): Promise<AttachmentId> => {
    const token = core.files.choose(name, systemRandom.bytes(size));
    return (await core.call('file.add', { caseId, token })).id;
  };
  const send = async (name: string, size: number, priority: 'urgent' | 'routine') => {
    const attachmentIds = [await fileOf(name, size)];
    return (await core.call('message.send', messageInput({ caseId, priority, attachmentIds, answerBy: START + DAY })))
      .id;
  };
  const carry = async (seconds: number) => {
    transfers.kick();
    for (let second = 0; second < seconds; second += 1) {
      time.pass(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is first of all what an item waits for that has its number: it holds up what is urgent, also where only that is sent', async () => {
    await send('urgent.jpg', 100, 'urgent');
    const id = await send('routine.jpg', 5_000, 'routine');
    await send('later.jpg', 10, 'routine');
    core.transaction(({ tx }) => tx.run("UPDATE outbox SET envelope = '{}', sequence = 1 WHERE id = ?", [id]));
    await core.call('sync.only-urgent', { on: true });
    await carry(3);
    expect(brought).toEqual(['routine.jpg', 'urgent.jpg']);
  });

  it('goes on with the others where the hub fails over one of them, which is tried again in its time', async () => {
    for (const [name, size] of [
      ['small.jpg', 10],
      ['middle.jpg', 1_000],
      ['large.jpg', 5_000],
    ] as const)
      await send(name, size, 'routine');
    failing = 'small.jpg';
    await carry(10);
    expect(brought).toEqual(['middle.jpg', 'large.jpg']);
    failing = null;
    await carry(90);
    expect(brought).toEqual(['middle.jpg', 'large.jpg', 'small.jpg']);
  });
});
