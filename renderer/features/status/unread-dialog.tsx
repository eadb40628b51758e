import { Button, Group, Modal, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../../data.ts';
import classes from './unread-item.module.css';
import { UnreadItem } from './unread-item.tsx';

type Unread = Output<'arrival.unread'>;
type Place = NonNullable<Input<'arrival.unread'>['after']>;

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Each of them, a page at a time: from whom, what happened, what to do; whoever has done it says so. */
export function UnreadDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation('status');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('unread.title')}
      closeButtonProps={{ 'aria-label': t('unread.close') }}
    >
      <Pages />
    </Modal>
  );
}

function Pages() {
  const { t } = useTranslation('status');
  /** Where each page but the first begins, up to the one shown. */
  const [starts, setStarts] = useState<readonly Place[]>([]);
  const top = useRef<HTMLParagraphElement>(null);
  const { data: unread } = useCoreQuery('arrival.unread', { after: starts.at(-1) ?? null });
  if (!unread) return null;
  const turnTo = (next: readonly Place[]) => {
    setStarts(next);
    top.current?.focus();
  };
  const { rows, total, urgent, before } = unread;
  const isWhole = starts.length === 0 && total === rows.length;
  return (
    <Stack gap="sm">
      <p ref={top} tabIndex={-1} className={classes.words}>
        {total === 0 ? t('unread.none') : t('unread.safe')}
      </p>
      {isWhole ? null : (
        <p role="status" className={classes.words}>
          {t('unread.what', { count: total })} {urgent > 0 ? t('unread.urgent', { count: urgent }) : null}{' '}
          {rows.length === 0
            ? t('unread.noneFurther')
            : t('unread.range', { from: before + 1, to: before + rows.length, total })}
        </p>
      )}
      {rows.map((item) => (
        <UnreadItem key={item.number} item={item} />
      ))}
      {isWhole ? null : <Pager unread={unread} starts={starts} onTurn={turnTo} />}
    </Stack>
  );
}

interface PagerProps {
  readonly unread: Unread;
  readonly starts: readonly Place[];
  readonly onTurn: (starts: readonly Place[]) => void;
}

function Pager({ unread: { rows, before, total }, starts, onTurn }: PagerProps) {
  const { t } = useTranslation('status');
  const last = rows.at(-1);
  const hasMore = before + rows.length < total;
  return (
    <Group component="nav" aria-label={t('unread.pages')}>
      <Button variant="default" disabled={starts.length === 0} onClick={() => onTurn(starts.slice(0, -1))}>
        {t('unread.previous')}
      </Button>
      <Button
        variant="default"
        disabled={!last || !hasMore}
        onClick={() => last && onTurn([...starts, { priority: last.priority, number: last.number }])}
      >
        {t('unread.next')}
      </Button>
    </Group>
  );
}
