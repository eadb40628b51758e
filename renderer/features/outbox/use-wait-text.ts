import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { type ConnectionFact, waitSentence } from './wait-reason.ts';

/** Says why an item is not out yet, as a person understands it; null where nothing keeps it. */
export function useWaitText(): (item: OutboxItem, connection: ConnectionFact) => string | null {
  const { t } = useTranslation('outbox');
  const formats = useFormats();
  return (item, connection) => {
    const sentence = waitSentence(item, connection);
    if (!sentence) return null;
    if (sentence.key === 'no-network') return t('reason.no-network', { time: formats.dayAndTime(sentence.since) });
    if (sentence.key !== 'uploading-files-progress') return t(`reason.${sentence.key}`);
    const { done, total } = sentence;
    return t('reason.uploading-files-progress', { done: formats.bytes(done), total: formats.bytes(total) });
  };
}
