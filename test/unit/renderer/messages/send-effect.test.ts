import { describe, expect, it } from 'vitest';
import { sendEffect } from '../../../../renderer/features/messages/send-effect.ts';

describe('the button that sends', () => {
  it('names up to three bureaus and counts more', () => {
    expect(sendEffect([])).toEqual({ kind: 'nobody' });
    expect(sendEffect(['RUR', 'ZUB', 'SYL'])).toEqual({ kind: 'names', codes: ['RUR', 'ZUB', 'SYL'] });
    expect(sendEffect(['RUR', 'ZUB', 'SYL', 'FRE'])).toEqual({ kind: 'count', count: 4 });
  });
});
