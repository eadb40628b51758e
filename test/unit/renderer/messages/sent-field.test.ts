import { describe, expect, it } from 'vitest';
import { sentFieldKind } from '../../../../renderer/features/messages/sent-field.ts';

describe('a field of a person or object that was sent', () => {
  it('is read as what it is, and as text where a newer version sent something unknown', () => {
    expect(sentFieldKind('birthDate')).toBe('date');
    expect(sentFieldKind('nationalities')).toBe('countries');
    expect(sentFieldKind('vin')).toBe('code');
    expect(sentFieldKind('somethingNew')).toBe('text');
  });
});
