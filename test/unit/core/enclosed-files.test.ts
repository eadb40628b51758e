import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIntoCase } from '#core/messages/put-into-case.ts';
import { attachmentById, insertAttachment, setContentArrived } from '#core/store/tables/attachments.ts';
import { type AttachmentId, type CaseId, newId } from '#shared/lib/ids.ts';
import { caseInput } from '#test/helpers/casework.ts';
import { CoreStation, START } from '#test/helpers/core-station.ts';
import { arrive } from '#test/helpers/incoming.ts';
import { systemRandom } from '#test/helpers/vault.ts';

const PHOTO = 'a'.repeat(64);
const SCAN = 'b'.repeat(64);

describe('the files of a case', () => {
  let core: CoreStation;
  let caseId: CaseId;
  let envelopes = 0;

  beforeEach(async () => {
    core = await CoreStation.open();
    ({ id: caseId } = await core.call('case.create', caseInput()));
  });
  afterEach(() => core.close());

  const uuid = () => newId({ clock: { now: () => START }, random: systemRandom });
  /** A message of the case with one file; what a colleague of the bureau sent comes from UTO. */
  const message = (digest: string, from: string, conversation = uuid()) => {
    envelopes += 1;
    const file = { name: `by ${from}`, mediaType: 'image/jpeg', size: 3, sha256: digest };
    const attachment = { ...file, blobId: uuid(), contentKey: 'A'.repeat(43) };
    arrive(core, {
      envelopeId: uuid(),
      from: from as never,
      to: [from === 'UTO' ? 'FRI' : 'UTO'],
      streamNumber: envelopes,
      body: { attachments: [attachment], conversation },
    });
    core.transaction(({ tx }) => putIntoCase(tx, conversation, caseId));
    return conversation;
  };
  const ofCase = (digest: string, name: string, state: 'here' | 'announced' = 'announced') => {
    const id = uuid() as AttachmentId;
    const file = { id, caseId, messageId: null, name, mediaType: 'image/jpeg', size: 3, digest, state } as const;
    core.transaction(({ tx, now }) => insertAttachment(tx, { ...file, remote: null, addedAt: now, addedBy: 'Ana' }));
    return id;
  };
  const listed = async () => (await core.call('case.files', { id: caseId })).map(({ name }) => name).toSorted();
  const counted = async () => (await core.call('case.get', { id: caseId })).counts.attachments;
  const expectFiles = async (...names: readonly string[]) => {
    expect(await listed()).toEqual(names);
    expect(await counted()).toBe(names.length);
  };

  it('show what a colleague enclosed as the case’s own, and nothing where it was taken from another case', async () => {
    message(PHOTO, 'UTO');
    await expectFiles();
    ofCase(PHOTO, 'photo.jpg');
    await expectFiles('photo.jpg');
    message(PHOTO, 'UTO');
    message(SCAN, 'UTO');
    await expectFiles('photo.jpg');
  });

  it('show once what another bureau sent and a colleague passed on', async () => {
    message(SCAN, 'UTO');
    message(SCAN, 'FRI');
    message(SCAN, 'UTO');
    await expectFiles('by FRI');
  });

  it('show what another bureau sent and what was added by hand each, though the content is the same', async () => {
    message(PHOTO, 'FRI');
    ofCase(PHOTO, 'photo.jpg');
    ofCase(PHOTO, 'the same, named otherwise.jpg');
    await expectFiles('by FRI', 'photo.jpg', 'the same, named otherwise.jpg');
  });

  it('are here as soon as a message has brought their content', async () => {
    const [id, other] = [ofCase(PHOTO, 'photo.jpg'), ofCase(SCAN, 'scan.jpg')];
    core.transaction(({ tx }) => setContentArrived(tx, PHOTO));
    const stateOf = (file: AttachmentId) => attachmentById(core.station.store.read, file)?.state;
    expect([stateOf(id), stateOf(other)]).toEqual(['here', 'announced']);
  });
});
