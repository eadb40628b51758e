import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnreadArrival } from '#shared/ipc/arrivals.ts';
import { useCoreAction } from '../../data.ts';
import type status from '../../locales/en/status.json';
import { Code } from '../../ui/code.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import classes from './unread-item.module.css';

type Kind = keyof typeof status.unread.kind;
type Reason = keyof typeof status.unread.reason;

/** One thing that arrived and could not be read. */
export function UnreadItem({ item }: { readonly item: UnreadArrival }) {
  const { t, i18n } = useTranslation('status');
  const bureaus = useBureaus();
  const { can } = useSession();
  const kind = (i18n.exists(`status:unread.kind.${item.kind}`) ? item.kind : 'other') as Kind;
  const reason = (i18n.exists(`status:unread.reason.${item.reason}.what`) ? item.reason : 'unknown') as Reason;
  const name = t('unread.name', { kind: t(`unread.kind.${kind}`), bureau: bureaus.name(item.from) });
  return (
    <article className={classes.item} aria-label={name}>
      <h3 className={classes.name}>
        {name} · <Instant at={item.at} as="moment" />
        {item.priority === 'urgent' ? <strong className={classes.urgent}> · {t('unread.isUrgent')}</strong> : null}
      </h3>
      <dl className={classes.facts}>
        <dt>{t('unread.happened')}</dt>
        <dd>{t(`unread.reason.${reason}.what`)}</dd>
        <dt>{t('unread.toDo')}</dt>
        <dd>{t(`unread.reason.${reason}.do`)}</dd>
        <dt>{t('unread.code')}</dt>
        <dd>
          <Code>{`${item.reason} ${item.number}`}</Code>
        </dd>
      </dl>
      {can('message.write') ? <Settle item={item} name={name} /> : null}
    </article>
  );
}

interface SettleProps {
  readonly item: UnreadArrival;
  readonly name: string;
}

function Settle({ item, name }: SettleProps) {
  const { t } = useTranslation('status');
  const settle = useCoreAction('arrival.settle');
  const [isAsking, setAsking] = useState(false);
  const alike = t('unread.alike', { all: item.alike.count });
  return (
    <>
      {settle.error ? <ErrorNotice error={settle.error.appError} /> : null}
      <Group>
        <Button
          variant="default"
          loading={settle.isPending}
          aria-label={t('unread.settleName', { item: name })}
          onClick={() => settle.mutate({ number: item.number })}
        >
          {t('unread.settle')}
        </Button>
        {item.alike.count > 1 ? (
          <Button
            variant="default"
            aria-label={t('unread.alikeName', { alike, item: name })}
            aria-expanded={isAsking}
            onClick={() => setAsking(!isAsking)}
          >
            {alike}
          </Button>
        ) : null}
      </Group>
      {isAsking ? <SettleAlike item={item} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

interface SettleAlikeProps {
  readonly item: UnreadArrival;
  readonly onClose: () => void;
}

/** Asks once more, with what follows from it: many are dealt with of which one has been looked at. */
function SettleAlike({ item: { from, kind, reason, priority, alike }, onClose }: SettleAlikeProps) {
  const { t } = useTranslation('status');
  const settle = useCoreAction('arrival.settle-alike');
  return (
    <>
      <p className={classes.words}>{t('unread.alikeEffect')}</p>
      {settle.error ? <ErrorNotice error={settle.error.appError} /> : null}
      <Group>
        <Button variant="default" onClick={onClose}>
          {t('unread.alikeCancel')}
        </Button>
        <Button
          loading={settle.isPending}
          onClick={() => settle.mutate({ from, kind, reason, priority, latest: alike.latest }, { onSuccess: onClose })}
        >
          {t('unread.alikeConfirm')}
        </Button>
      </Group>
    </>
  );
}
