import { Button } from '@mantine/core';
import { IconArrowDownLeft, IconArrowUpRight, IconMailPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import type { MessageRow } from '#shared/ipc/messages.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { DeliveryBadge } from '../../../ui/delivery-badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useBureaus } from '../../../ui/use-bureaus.ts';
import classes from './case-messages.module.css';

/** More than a case ever has in practice; the messages screen has them all. */
const LIMIT = 500;

/** Requests and answers of the case, and where each stands. */
export function CaseMessages({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const navigate = useNavigate();
  const messages = useCoreQuery('message.list', { caseId: detail.id, limit: LIMIT }, { enabled: can('message.read') });
  const maySend = can('message.send') && isCaseWritable(detail.status);
  const compose = () => void navigate({ to: '/messages/compose', search: { caseId: detail.id } });
  useShortcuts(t('tab.messages'), maySend ? [{ keys: 'r', label: t('messages.newRequest'), run: compose }] : []);
  if (messages.error) return <ErrorNotice error={toAppError(messages.error)} />;
  if (!messages.data) return <DelayedSkeleton />;
  const add = maySend && (
    <Button leftSection={<IconMailPlus size="0.875rem" aria-hidden />} onClick={compose}>
      {t('messages.newRequest')}
    </Button>
  );
  if (messages.data.rows.length === 0)
    return <EmptyState title={t('messages.none')} body={t('messages.noneBody')} action={add} />;
  return (
    <Section title={t('tab.messages')} tools={add}>
      <ul className={classes.list}>
        {messages.data.rows.map((row) => (
          <MessageLine key={row.id} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function MessageLine({ row }: { readonly row: MessageRow }) {
  const { t } = useTranslation(['cases', 'vocabulary']);
  const { name, names } = useBureaus();
  const isOut = row.direction === 'out';
  const Arrow = isOut ? IconArrowUpRight : IconArrowDownLeft;
  return (
    <li className={classes.line}>
      <Arrow size="1rem" data-mirror aria-hidden="true" />
      <span className={classes.who}>
        {isOut
          ? t('cases:messages.to', { bureaus: names(row.to) })
          : t('cases:messages.from', { bureau: name(row.from) })}
      </span>
      <Link to="/messages/$conversationId" params={{ conversationId: row.conversationId }} className={classes.subject}>
        <bdi>{row.subject === '' ? t('cases:messages.noSubject') : row.subject}</bdi>
      </Link>
      {row.priority === 'urgent' && <strong>{t('vocabulary:messagePriority.urgent')}</strong>}
      <DeliveryBadge state={row.state} />
      <Instant at={row.at} />
    </li>
  );
}
