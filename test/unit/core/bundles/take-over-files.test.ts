import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeOverEnvelope } from '#core/messages/take-over.ts';
import { applyEntries } from '#core/sharing/apply-entries.ts';
import { attachmentsOfMessage } from '#core/store/tables/attachments.ts';
import { outboxItemById } from '#core/store/tables/outbox.ts';
import { insertUpload } from '#core/store/tables/uploads.ts';
import { outgoingContent } from '#core/sync/outgoing-content.ts';
import type { SyncContext } from '#core/sync/sync-context.ts';
import type { AttachmentId } from '#shared/lib/ids.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import type { MessageAttachment } from '#shared/protocol/message-body.ts';
import { type RecordChangesBody, recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('a file that a revoked workstation was handing over, and that leaves from another one', () => {
  let core: CoreStation;
  let late: CoreStation;
  let messageId: string;

  beforeEach(async () => {
    core = await CoreStation.open();
    late = await CoreStation.open();
    messageId = core.newId();
  });
  afterEach(() => {
    core.close();
    late.close();
  });

  const sha256 = 'ab'.repeat(32);
  const photograph = { name: 'photograph.jpg', mediaType: 'image/jpeg', size: 20_000, sha256 };
  const fromSender = {
    ...photograph,
    blobId: '0192f3a0-0000-7000-8000-000000000001',
    contentKey: 'A'.repeat(43),
  } as MessageAttachment;
  const atRevoked = { ...fromSender, blobId: '0192f3a0-0000-7000-8000-000000000002' } as MessageAttachment;

  /** As it stands in the bundle: the revoked workstation has an identifier of its own for the file. */
  const contentEntry = (values: object) =>
    recordChangesBody.parse({
      entries: [
        {
          entry: 'record',
          kind: 'file-content',
          id: core.newId(),
          values: { fileId: core.newId(), ...atRevoked, sealedDigest: 'cd'.repeat(32), ...values },
          author: 'UTO-2',
          at: new Date(START).toISOString(),
        },
      ],
    });
  const takeOver = (body: RecordChangesBody) => {
    const envelope = { id: core.newId(), kind: 'record-changes', to: ['UTO'], priority: 'routine', sequence: 9 };
    const one = { kind: 'record-changes', envelope: envelope as unknown as Envelope, body } as const;
    const files = new Map([[atRevoked.blobId as string, atRevoked]]);
    return { id: envelope.id, item: core.transaction((rec) => takeOverEnvelope(rec, 'Anna', one, files)) };
  };
  /** What the item says once its file is at the hub. */
  const saidBy = (id: string): RecordChangesBody => {
    const item = outboxItemById(core.station.store.read, id);
    if (!item) throw new Error('Not in the outbox');
    core.transaction(({ tx }) =>
      insertUpload(tx, {
        outboxId: id,
        attachmentId: item.refId as AttachmentId,
        blobId: '0192f3a0-0000-7000-8000-000000000003',
        contentKey: 'B'.repeat(43),
        chunks: 1,
        uploaded: 1,
        sealedSize: 20_016,
        sealedDigest: 'ef'.repeat(32),
      }),
    );
    const { store, identity } = core.station;
    const content = outgoingContent({ store, identity } as unknown as SyncContext, item);
    return recordChangesBody.parse(content?.body);
  };
  const readAtLate = (body: RecordChangesBody) =>
    late.transaction((rec) =>
      applyEntries(rec, body, { workstation: core.station.identity.workstationId, streamNumber: 90 }),
    );
  const filesAt = (at: CoreStation) => attachmentsOfMessage(at.station.store.read, messageId);
  const countAt = (at: CoreStation, table: string) =>
    at.station.store.read.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count;

  it('still names its message, and comes to who waits for it', () => {
    arrive(core, { envelopeId: messageId, body: { attachments: [fromSender] } });
    arrive(late, { envelopeId: messageId, body: { attachments: [fromSender] } });
    late.transaction(({ tx }) => tx.run("UPDATE attachments SET state = 'announced', remote = NULL"));
    const { id, item } = takeOver(contentEntry({ messageId }));
    expect(item.outcome).toBe('taken');
    readAtLate(saidBy(id));
    expect(filesAt(late)[0]?.state).toBe('arriving');
    expect(JSON.parse(filesAt(late)[0]?.remote ?? '')).toMatchObject({
      blobId: '0192f3a0-0000-7000-8000-000000000003',
    });
    expect(countAt(late, 'waiting_entries')).toBe(0);
  });

  it('is here as that of the message, and not a second time as that of nothing', () => {
    arrive(core, { envelopeId: messageId, body: { attachments: [fromSender] } });
    takeOver(contentEntry({ messageId }));
    expect(filesAt(core)[0]?.state).toBe('here');
    expect(countAt(core, 'attachments')).toBe(1);
  });

  it('names a message that is not here itself', () => {
    arrive(late, { envelopeId: messageId, body: { attachments: [fromSender] } });
    late.transaction(({ tx }) => tx.run("UPDATE attachments SET state = 'announced', remote = NULL"));
    readAtLate(saidBy(takeOver(contentEntry({ messageId })).id));
    expect(filesAt(late)[0]?.state).toBe('arriving');
  });

  it('names none where it is a file of a case', () => {
    const body = contentEntry({});
    const said = saidBy(takeOver(body).id);
    expect(said.entries).toMatchObject([{ kind: 'file-content', values: { fileId: valuesOf(body).fileId } }]);
    expect(valuesOf(said)).not.toHaveProperty('messageId');
  });

  const valuesOf = (body: RecordChangesBody) => (body.entries[0] as { values: Record<string, unknown> }).values;
});
