import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sharedFile } from '#core/sharing/shared-files.ts';
import { attachmentById, attachmentsOfMessage, setAttachmentState } from '#core/store/tables/attachments.ts';
import type { AttachmentId, EnvelopeId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';

describe('a file that the hub did not have', () => {
  let core: CoreStation;

  beforeEach(async () => {
    core = await CoreStation.open();
  });

  afterEach(() => core.close());

  const file = (name: string) => ({
    name,
    mediaType: 'application/pdf',
    size: 3,
    sha256: 'ab'.repeat(32),
    blobId: core.newId(),
    contentKey: 'A'.repeat(43),
  });

  it('is fetched from where it is now when a colleague of its sender offers the message once more', () => {
    const envelopeId = core.newId() as EnvelopeId;
    const fileHere = () => attachmentsOfMessage(core.station.store.read, envelopeId)[0];
    arrive(core, { envelopeId, body: { attachments: [file('lost.pdf')] } });
    core.transaction(({ tx }) => setAttachmentState(tx, fileHere()?.id as AttachmentId, 'gone'));
    const anew = file('lost.pdf');
    arrive(core, { envelopeId, streamNumber: 9, body: { attachments: [anew] } });
    expect(fileHere()?.state).toBe('arriving');
    expect(JSON.parse(fileHere()?.remote ?? '')).toEqual(anew);
  });

  it('is fetched as a message brings it, where the workstation that was to bring it to its case has not', async () => {
    const { id: caseId } = await core.call('case.create', caseInput());
    const sent = file('page.pdf');
    const { name, mediaType, size, sha256 } = sent;
    const fileId = core.newId() as AttachmentId;
    core.transaction((rec) => {
      const values = { caseId, name, mediaType, size, sha256 };
      sharedFile.insert(rec, { id: fileId, values, author: 'Ines Inspector', at: rec.now });
    });
    const inCase = () => attachmentById(core.station.store.read, fileId);
    expect(inCase()?.state).toBe('announced');
    arrive(core, { envelopeId: core.newId(), from: 'UTO', to: ['FRI'], body: { attachments: [sent] } });
    expect(inCase()?.state).toBe('arriving');
    expect(JSON.parse(inCase()?.remote ?? '')).toEqual(sent);
  });

  it('is fetched after all when its message is offered once more, and the others are left as they are', () => {
    const envelopeId = core.newId() as EnvelopeId;
    const message = { envelopeId, body: { attachments: [file('lost.pdf'), file('here.pdf')] } };
    arrive(core, message);
    const filesOf = () => attachmentsOfMessage(core.station.store.read, envelopeId);
    for (const { id, name } of filesOf())
      core.transaction(({ tx }) => setAttachmentState(tx, id, name === 'lost.pdf' ? 'failed' : 'here'));
    arrive(core, message);
    const states = Object.fromEntries(filesOf().map(({ name, state }) => [name, state]));
    expect(states).toEqual({ 'lost.pdf': 'arriving', 'here.pdf': 'here' });
  });
});
