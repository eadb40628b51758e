import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n.ts';
import { useSettings } from './settings-context.ts';

/** Each language in its own name, so that whoever needs it can find it. */
const languageNames: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'fr', label: 'Français' },
  { value: 'es', label: 'Español' },
  { value: 'ar', label: 'العربية' },
];

/** The four languages; a change shows at once. */
export function LanguageChoice() {
  const { t } = useTranslation('ui');
  const { settings, update } = useSettings();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      data={[...languageNames]}
      value={settings.language}
      onChange={(language) => update({ language: language as Language })}
    />
  );
}
