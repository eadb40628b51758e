import { describe, expect, test } from 'vitest';
import { chordOf } from '../../../../renderer/ui/shortcut-keys.ts';

const pressed = (key: string, more: Partial<KeyboardEvent> = {}) =>
  chordOf(
    { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent,
    false,
  );

describe('a pressed key', () => {
  test('is written as the shortcuts are', () => {
    expect(pressed('j')).toBe('j');
    expect(pressed('K', { ctrlKey: true })).toBe('mod+k');
    expect(pressed('Enter', { shiftKey: true })).toBe('shift+enter');
    expect(pressed('F', { shiftKey: true })).toBe('shift+f');
  });

  test('that needs Shift on some keyboards and not on others is the same key', () => {
    expect(pressed('?', { shiftKey: true })).toBe('?');
    expect(pressed('/', { shiftKey: true })).toBe('/');
  });

  test('on a keyboard without Latin letters is taken by its place', () => {
    expect(pressed('ت', { code: 'KeyJ' })).toBe('j');
    expect(pressed('л', { code: 'KeyK', ctrlKey: true })).toBe('mod+k');
  });
});
