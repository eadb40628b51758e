import {
  IconAlertTriangle,
  IconFolder,
  IconMailOpened,
  IconMailQuestion,
  IconScale,
  IconTarget,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskItem } from '#shared/ipc/desk.ts';
import { Code } from '../../ui/code.tsx';
import type { Column } from '../../ui/column.ts';
import { Instant } from '../../ui/instant.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import classes from './desk.module.css';
import { DeskClock } from './desk-clock.tsx';

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number;
}

const icons: Record<DeskItem['kind'], ComponentType<IconProps>> = {
  'request-to-answer': IconMailQuestion,
  'hit-to-confirm': IconTarget,
  'unread-answer': IconMailOpened,
  'needs-attention': IconAlertTriangle,
  'conflict-to-decide': IconScale,
  'my-case': IconFolder,
};

export function useDeskColumns(): readonly Column<DeskItem>[] {
  const { t } = useTranslation(['desk', 'vocabulary']);
  const bureaus = useBureaus();
  return [
    { key: 'due', header: t('desk:column.due'), width: '9.5rem', render: ({ due }) => <DeskClock due={due} /> },
    {
      key: 'kind',
      header: t('desk:column.kind'),
      width: '12rem',
      from: 40,
      render: ({ kind }) => {
        const Icon = icons[kind];
        return (
          <span className={classes.kind}>
            <Icon size="1rem" stroke={1.6} aria-hidden="true" />
            {t(`desk:kind.${kind}`)}
          </span>
        );
      },
    },
    {
      key: 'title',
      header: t('desk:column.title'),
      width: 'minmax(0, 1fr)',
      render: ({ title, priority }) => (
        <span className={classes.title}>
          {priority === 'urgent' ? (
            <strong className={classes.urgent}>{t('vocabulary:messagePriority.urgent')}</strong>
          ) : null}
          <bdi dir="auto">{title}</bdi>
        </span>
      ),
    },
    {
      key: 'from',
      header: t('desk:column.from'),
      width: '11rem',
      from: 68,
      render: ({ from }) => (from === null ? null : <bdi>{bureaus.name(from)}</bdi>),
    },
    {
      key: 'case',
      header: t('desk:column.case'),
      width: '10rem',
      from: 60,
      render: ({ caseReference }) => (caseReference === null ? null : <Code>{caseReference}</Code>),
    },
    { key: 'at', header: t('desk:column.at'), width: '7.5rem', from: 50, render: ({ at }) => <Instant at={at} /> },
  ];
}
