import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type vocabulary from '../locales/en/vocabulary.json';

export type WordList = keyof typeof vocabulary;

/**
 * The word for a code of a closed list in the reader's language, e.g. `word('crimeArea', 'drugs')`.
 * A code that stands in no list (published notices use others) is shown as it is.
 */
export function useWords(): (list: WordList, code: string) => string {
  const { t } = useTranslation('vocabulary');
  return useCallback((list, code) => t(`${list}.${code}` as 'sex.U', { defaultValue: code }), [t]);
}
