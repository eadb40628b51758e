import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { useCoreQuery } from '../../data.ts';
import { DeliveryList } from '../../ui/delivery-list.tsx';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './item-progress.module.css';

interface Props {
  readonly item: Pick<OutboxItem, 'id' | 'kind' | 'state'>;
}

const hasProgress = ({ kind }: Props['item']): boolean => kind === 'message' || kind === 'case-file';

/** How far an item is: a message with each bureau it goes to, and each file until the hub has it. */
export function ItemProgress({ item }: Props) {
  const { t } = useTranslation('outbox');
  const { data } = useCoreQuery('outbox.progress', { id: item.id }, { enabled: hasProgress(item) });
  if (!data || !hasProgress(item)) return null;
  const isOnItsWay = item.state === 'waiting' || item.state === 'sending';
  return (
    <>
      {data.recipients.length > 0 ? (
        <section aria-label={t('progress.bureaus')}>
          <h3 className={classes.heading}>{t('progress.bureaus')}</h3>
          <DeliveryList recipients={data.recipients} />
        </section>
      ) : null}
      {data.files.length > 0 && isOnItsWay ? (
        <section aria-label={t('progress.files')}>
          <h3 className={classes.heading}>{t('progress.files')}</h3>
          <ul className={classes.files}>
            {data.files.map((file) => (
              <FileLine key={file.name} {...file} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

interface FileLineProps {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}

function FileLine({ name, done, total }: FileLineProps) {
  const { t } = useTranslation('outbox');
  const { bytes } = useFormats();
  const percent = total === 0 ? 100 : (done / total) * 100;
  return (
    <li className={classes.file}>
      <bdi className={classes.name}>{name}</bdi>
      <span className={classes.amount}>{t('progress.amount', { done: bytes(done), total: bytes(total) })}</span>
      <Progress value={percent} transitionDuration={0} aria-label={t('uploadProgress', { title: name })} />
    </li>
  );
}
