import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyReceipt } from '#core/messages/apply-receipt.ts';
import { applyVerdict } from '#core/messages/apply-verdict.ts';
import type { EnvelopeId, MessageId } from '#shared/lib/ids.ts';
import { caseInput, messageInput } from '#test/helpers/casework.ts';
import { CoreStation } from '#test/helpers/core-station.ts';

type Word = 'accepted' | readonly ['FRI' | 'GIN', 'delivered' | 'read'];

const words: readonly Word[] = [
  'accepted',
  ['FRI', 'delivered'],
  ['FRI', 'read'],
  ['GIN', 'delivered'],
  ['GIN', 'read'],
];

describe('what becomes of a message', () => {
  let core: CoreStation;

  beforeAll(async () => {
    core = await CoreStation.open();
  });

  afterAll(() => core.close());

  function hear(id: MessageId, word: Word): void {
    const envelopeId = id as unknown as EnvelopeId;
    core.transaction((rec) => {
      if (word === 'accepted') {
        applyVerdict(rec, id, { id: envelopeId, class: 'accepted', code: 'accepted', what: '', toDo: '' }, 0);
      } else {
        const [bureau, state] = word;
        applyReceipt(rec, bureau, { messageId: envelopeId, state, at: '2026-11-23T09:00:00.000Z' });
      }
    });
  }

  it('is the same in whatever order the hub and the bureaus are heard, and however often', async () => {
    const { id: caseId } = await core.call('case.create', caseInput());
    const everyWordInSomeOrder = fc
      .array(fc.constantFrom(...words), { maxLength: 6 })
      .chain((more) => fc.shuffledSubarray([...words, ...more], { minLength: words.length + more.length }));
    await fc.assert(
      fc.asyncProperty(everyWordInSomeOrder, async (heard) => {
        const { id } = await core.call('message.send', messageInput({ caseId, to: ['FRI', 'GIN'] }));
        for (const word of heard) hear(id, word);
        const [message] = await core.call('message.thread', { conversationId: id });
        expect(message?.state).toBe('read');
        expect(message?.recipients.map(({ state }) => state)).toEqual(['read', 'read']);
        const { rows } = await core.call('case.timeline', { id: caseId, limit: 500 });
        const ofIt = rows.filter(({ subjectId, kind }) => subjectId === id && kind === 'request-read');
        expect(ofIt.map(({ actor }) => actor).sort()).toEqual(['FRI', 'GIN']);
      }),
      { numRuns: 60 },
    );
  });
});
