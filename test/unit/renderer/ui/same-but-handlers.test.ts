import { describe, expect, test } from 'vitest';
import { sameButHandlers } from '../../../../renderer/ui/same-but-handlers.ts';

const props = () => ({ label: 'Title', value: 'A', onChange: () => undefined });

describe('a field of a form', () => {
  test('is not drawn again because of new handlers alone', () => {
    expect(sameButHandlers(props(), props())).toBe(true);
  });

  test('is drawn again when its value, its error or anything else changes', () => {
    expect(sameButHandlers(props(), { ...props(), value: 'B' })).toBe(false);
    expect(sameButHandlers(props(), { ...props(), error: 'Needed' })).toBe(false);
    expect(sameButHandlers({ ...props(), error: 'Needed' }, props())).toBe(false);
    expect(sameButHandlers({ ...props(), render: () => 1 }, { ...props(), render: () => 2 })).toBe(false);
  });
});
