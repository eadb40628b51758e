import { describe, expect, test } from 'vitest';
import { deliveryOf } from '../../../../renderer/features/cases/overview/event-standing.ts';

describe('where an entry of the timeline stands', () => {
  test('is the delivery of the request as it is now', () => {
    expect(deliveryOf('request-sent', 'delivered')).toBe('delivered');
    expect(deliveryOf('request-sent', 'needs-attention')).toBe('needs-attention');
  });

  test('is waiting while nothing more is known of the request', () => {
    expect(deliveryOf('request-sent', null)).toBe('waiting');
  });

  test('stays what the entry itself says of a later step', () => {
    expect(deliveryOf('request-delivered', 'read')).toBe('delivered');
    expect(deliveryOf('request-withdrawn', null)).toBe('withdrawn');
  });

  test('is simply saved for everything that does not leave the workstation', () => {
    expect(deliveryOf('note-added', null)).toBeNull();
    expect(deliveryOf('message-received', 'read')).toBeNull();
  });
});
