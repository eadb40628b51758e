import { describe, expect, it } from 'vitest';
import { finding } from '#shared/domain/precision-check.ts';
import { draftFromContext } from '../../../../renderer/features/messages/compose-draft.ts';
import { inOrder, withChoice } from '../../../../renderer/features/messages/finding-choice.ts';

const draft = { ...draftFromContext({}), subject: 'Entry on 03/04/2025', body: 'Seen 03/04/2025 and 03/04/2025.' };
const date = (field: 'subject' | 'body') => finding('ambiguous-date', 'warning', field, { about: '03/04/2025' });

describe('taking a choice of the precision check', () => {
  it('writes the words in the place of what could be read in two ways, once', () => {
    expect(withChoice(draft, date('body'), '2025-04-03', '3 April 2025')).toEqual({
      body: 'Seen 3 April 2025 and 03/04/2025.',
    });
    expect(withChoice(draft, date('subject'), '2025-04-03', '3 April 2025')).toEqual({
      subject: 'Entry on 3 April 2025',
    });
  });

  it('puts a code into the field of codes it belongs to', () => {
    const below = finding('marking-below-case', 'blocking', 'marking', { choices: ['restricted'] });
    expect(withChoice(draft, below, 'restricted', 'RESTRICTED')).toEqual({ marking: 'restricted' });
    const purpose = finding('purpose-differs-from-case', 'warning', 'purpose', { choices: ['warn'] });
    expect(withChoice(draft, purpose, 'warn', 'Warn')).toEqual({ purpose: 'warn' });
  });

  it('changes nothing where the text has moved on, or the choice is none of the list', () => {
    expect(withChoice({ ...draft, body: 'Seen.' }, date('body'), '2025-04-03', '3 April 2025')).toEqual({});
    expect(withChoice(draft, finding('no-handling', 'blocking', 'handling'), 'H9', 'H9')).toEqual({});
    expect(withChoice(draft, finding('no-recipient', 'blocking', 'to'), 'RUR', 'Ruritania')).toEqual({});
  });

  it('lists what keeps a message from leaving before what is worth a look', () => {
    const { blocking, warnings } = inOrder([
      finding('subject-vague', 'warning', 'subject'),
      finding('no-body', 'blocking', 'body'),
    ]);
    expect([blocking.map(({ code }) => code), warnings.map(({ code }) => code)]).toEqual([
      ['no-body'],
      ['subject-vague'],
    ]);
  });
});
