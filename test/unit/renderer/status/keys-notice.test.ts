import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';

const LOCALES = join(import.meta.dirname, '../../../../renderer/locales');

async function textsIn(language: string): Promise<TFunction<'status'>> {
  const status = JSON.parse(readFileSync(join(LOCALES, language, 'status.json'), 'utf8'));
  const texts = i18next.createInstance();
  await texts.init({ lng: language, resources: { [language]: { status } } });
  return texts.getFixedT(null, 'status');
}

describe.each(['en', 'fr', 'es', 'ar'])(
  'a workstation that waits for the keys of its bureau says in %s',
  (language) => {
    it('no number where nothing is kept for them, and that what comes is safe', async () => {
      const kept = (await textsIn(language))('keys.kept', { count: 0 });
      expect(kept).not.toMatch(/\p{N}/u);
      expect(kept.length).toBeGreaterThan(20);
    });

    it('how many items are, where some are', async () => {
      expect((await textsIn(language))('keys.kept', { count: 14 })).toMatch(/14|١٤/);
    });
  },
);
