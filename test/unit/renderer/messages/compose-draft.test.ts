import { describe, expect, it } from 'vitest';
import {
  composeDraftKey,
  draftFromContext,
  toggled,
  withCase,
} from '../../../../renderer/features/messages/compose-draft.ts';

const someCase = '0197d3a0-0000-7000-8000-000000000001';
const person = '0197d3a0-0000-7000-8000-000000000002';
const message = '0197d3a0-0000-7000-8000-000000000003';

describe('the draft of a message', () => {
  it('has a name of its own for each message answered or sent again, each case, and anything else', () => {
    const keys = [
      composeDraftKey({}),
      composeDraftKey({ caseId: someCase }),
      composeDraftKey({ caseId: someCase, inReplyTo: message }),
      composeDraftKey({ caseId: someCase, resend: message }),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(100);
  });

  it('begins with the case and the person of the address, and with nothing else', () => {
    expect(draftFromContext({ caseId: someCase, personId: person })).toMatchObject({
      caseId: someCase,
      personIds: [person],
      to: [],
      subject: '',
      handling: null,
      purpose: null,
    });
  });

  it('leaves out of the address what is no id', () => {
    expect(draftFromContext({ caseId: '417', personId: '../x' })).toMatchObject({ caseId: null, personIds: [] });
  });

  it('takes nothing of one case into another', () => {
    const draft = draftFromContext({ caseId: someCase, personId: person });
    expect(withCase(draft, null)).toMatchObject({ caseId: null, personIds: [] });
    expect(withCase(draft, draft.caseId)).toBe(draft);
  });

  it('encloses what is ticked and no longer what is unticked', () => {
    expect(toggled(['a', 'b'], 'b')).toEqual(['a']);
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  });
});
