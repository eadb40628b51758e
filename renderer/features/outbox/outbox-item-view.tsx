import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { Code } from '../../ui/code.tsx';
import { DeliveryBadge } from '../../ui/delivery-badge.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { UrgentMark } from '../../ui/urgent-mark.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { ItemActions } from './item-actions.tsx';
import { ItemProgress } from './item-progress.tsx';
import classes from './outbox-item-view.module.css';
import { ProblemNotice } from './problem-notice.tsx';
import { useItemTitle } from './use-item-title.ts';
import { useWaitText } from './use-wait-text.ts';
import type { ConnectionFact } from './wait-reason.ts';

interface Props {
  readonly item: OutboxItem;
  readonly connection: ConnectionFact;
  readonly onDone: (what: string) => void;
}

/** One item in full: where it stands, why, and what a person can do with it. */
export function OutboxItemView({ item, connection, onDone }: Props) {
  const { t } = useTranslation('outbox');
  const title = useItemTitle();
  return (
    <section className={classes.item} aria-label={t('itemLabel')}>
      <header className={classes.header}>
        <h2 className={classes.title}>
          <bdi>{title(item)}</bdi>
        </h2>
        {item.priority === 'urgent' ? <UrgentMark /> : null}
        <DeliveryBadge state={item.state} />
      </header>
      {item.problem ? <ProblemNotice item={item} problem={item.problem} /> : null}
      <ItemActions item={item} onDone={onDone} />
      <ItemProgress item={item} />
      <ItemFacts item={item} connection={connection} />
      <ItemLinks item={item} />
    </section>
  );
}

function ItemFacts({ item, connection }: Omit<Props, 'onDone'>) {
  const { t } = useTranslation('outbox');
  const { names } = useBureaus();
  const { number, dayAndTime } = useFormats();
  const wait = useWaitText();
  const why = wait(item, connection);
  return (
    <FactList>
      {why ? <Fact label={t('fact.why')}>{why}</Fact> : null}
      {item.to.length > 0 ? <Fact label={t('fact.to')}>{names(item.to)}</Fact> : null}
      <Fact label={t('fact.queued')}>
        <Instant at={item.queuedAt} as="moment" />
      </Fact>
      <Fact label={t('fact.attempts')}>{item.attempts === 0 ? t('noAttempt') : number(item.attempts)}</Fact>
      {item.nextAttemptAt === null ? null : (
        <Fact label={t('fact.next')}>
          <Instant at={item.nextAttemptAt} />
        </Fact>
      )}
      {item.carried ? (
        <Fact label={t('fact.carried')} isWording>
          {t('carried', { number: item.carried.bundle, time: dayAndTime(item.carried.at) })}
        </Fact>
      ) : null}
      {item.sentAt === null ? null : (
        <Fact label={t('fact.sent')}>
          <Instant at={item.sentAt} as="moment" />
        </Fact>
      )}
    </FactList>
  );
}

function ItemLinks({ item }: { readonly item: OutboxItem }) {
  const { t } = useTranslation('outbox');
  return (
    <p className={classes.links}>
      {item.conversationId ? (
        <Link to="/messages/$conversationId" params={{ conversationId: item.conversationId }}>
          {t('openMessage')}
        </Link>
      ) : null}
      {item.kind === 'check' ? (
        <Link to="/checks/$checkId" params={{ checkId: item.refId }}>
          {t('openCheck')}
        </Link>
      ) : null}
      {item.caseId && item.caseReference ? (
        <Link
          to="/cases/$caseId"
          params={{ caseId: item.caseId }}
          aria-label={t('openCase', { reference: item.caseReference })}
        >
          <Code>{item.caseReference}</Code>
        </Link>
      ) : null}
    </p>
  );
}
