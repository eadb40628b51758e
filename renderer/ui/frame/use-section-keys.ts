import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shortcuts.ts';
import { useSections } from './use-sections.ts';

/** `g` and a letter go to a section. */
export function useSectionKeys(): void {
  const { t } = useTranslation('ui');
  const { shown, go } = useSections();
  useShortcuts(
    t('keys.goTo'),
    shown.map((section) => ({ keys: `g ${section.key}`, label: t(`nav.${section.name}`), run: () => go(section) })),
  );
}
