import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';

/** What an item is called: its kind and, where it has one, its title. */
export function useItemTitle(): (item: Pick<OutboxItem, 'kind' | 'title'>) => string {
  const { t } = useTranslation('outbox');
  return ({ kind, title }) => (title ? t('item', { kind: t(`kind.${kind}`), title }) : t(`kind.${kind}`));
}
