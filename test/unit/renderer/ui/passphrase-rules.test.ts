import { describe, expect, test } from 'vitest';
import { passphrase as schema } from '#shared/ipc/session.ts';
import { isGoodPassphrase, passphraseRules } from '../../../../renderer/ui/passphrase-rules.ts';

const metRules = (passphrase: string, repeated: string, username = 'aholm') =>
  passphraseRules(passphrase, repeated, username)
    .filter(({ isMet }) => isMet)
    .map(({ rule }) => rule);

describe('the rules of a new passphrase', () => {
  test('an empty one meets none of them', () => {
    expect(metRules('', '')).toEqual([]);
  });

  test('twelve characters are enough, and the screen and the core agree on it', () => {
    expect(metRules('elevenchars', '')).not.toContain('length');
    expect(metRules('twelve chars', '')).toContain('length');
    expect(schema.safeParse('elevenchars').success).toBe(false);
    expect(schema.safeParse('twelve chars').success).toBe(true);
  });

  test('it may not hold the user name, however that is written', () => {
    expect(metRules('something AHOLM else', '')).not.toContain('notName');
    expect(metRules('something else entirely', '')).toContain('notName');
  });

  test('it is good when it is typed the same twice', () => {
    expect(isGoodPassphrase('harbour lantern 12', 'harbour lantern 13', 'aholm')).toBe(false);
    expect(isGoodPassphrase('harbour lantern 12', 'harbour lantern 12', 'aholm')).toBe(true);
  });

  test('while the name is not typed yet, no passphrase counts as holding it', () => {
    expect(isGoodPassphrase('harbour lantern 12', 'harbour lantern 12', '')).toBe(true);
  });
});
