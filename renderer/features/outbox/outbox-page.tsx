import { Button, Checkbox } from '@mantine/core';
import { IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import { useCoreAction, useCoreQuery } from '../../data.ts';
import { BundleMenu } from '../../ui/bundles/bundle-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListDetail } from '../../ui/list-detail.tsx';
import { arrayRows } from '../../ui/row-source.ts';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import { OutboxItemView } from './outbox-item-view.tsx';
import { inOutboxOrder, openItem } from './outbox-order.ts';
import classes from './outbox-page.module.css';
import { OutboxRow } from './outbox-row.tsx';
import { SafeBanner } from './safe-banner.tsx';
import { SendingRules } from './sending-rules.tsx';
import type { ConnectionFact } from './wait-reason.ts';

/** What has to leave this machine: where each item stands, why it waits, and what needs a person. */
export function OutboxPage() {
  const { t } = useTranslation('outbox');
  const { can } = useSession();
  const [finished, setFinished] = useViewState('outbox.finished', false);
  const [chosen, setChosen] = useViewState<string | null>('outbox.chosen', null);
  const [done, setDone] = useState('');
  const { data, error } = useCoreQuery('outbox.list', { finished });
  const { data: status } = useCoreQuery('status.get', {});
  const items = data && inOutboxOrder(data);
  const open = openItem(items ?? [], chosen);
  useShortcuts(t('title'), [
    { keys: 'shift+f', label: t('keys.finished'), run: () => setFinished(!finished) },
    { keys: 'escape', label: t('keys.close'), run: () => setChosen(null) },
  ]);
  return (
    <Screen
      fixed
      title={t('title')}
      toolbar={
        <>
          <Checkbox
            label={t('showFinished')}
            checked={finished}
            onChange={(event) => setFinished(event.currentTarget.checked)}
          />
          <span role="status" className={classes.said}>
            {done}
          </span>
          {status ? <SendingRules status={status} /> : null}
          <TryNow />
          {can('bundle.exchange') ? <BundleMenu /> : null}
        </>
      }
      below={<SafeBanner status={status ?? null} />}
    >
      <ListDetail
        name="outbox"
        label={t('label')}
        initialWidth={32}
        list={
          <VirtualRows<OutboxItem>
            name="outbox"
            label={t('label')}
            source={arrayRows(`outbox ${finished}`, items, error?.appError ?? null)}
            lines={2}
            render={(item) => <OutboxRow item={item} connection={status ?? null} />}
            onOpen={(item) => setChosen(item.id)}
            isOpen={(item) => item.id === open?.id}
            empty={<Nothing finished={finished} onShowFinished={() => setFinished(true)} />}
          />
        }
        detail={items?.length ? <Detail item={open} connection={status ?? null} onDone={setDone} /> : null}
      />
    </Screen>
  );
}

interface NothingProps {
  readonly finished: boolean;
  readonly onShowFinished: () => void;
}

function Nothing({ finished, onShowFinished }: NothingProps) {
  const { t } = useTranslation('outbox');
  if (finished) return <EmptyState title={t('emptyFinished.title')} body={t('emptyFinished.body')} />;
  return (
    <EmptyState
      icon={<IconShieldCheck size="2rem" stroke={1.5} />}
      title={t('empty.title')}
      body={t('empty.body')}
      action={
        <Button variant="default" onClick={onShowFinished}>
          {t('empty.action')}
        </Button>
      }
    />
  );
}

interface DetailProps {
  readonly item: OutboxItem | null;
  readonly connection: ConnectionFact;
  readonly onDone: (what: string) => void;
}

function Detail({ item, connection, onDone }: DetailProps) {
  const { t } = useTranslation('outbox');
  if (!item) return <EmptyState title={t('noSelection.title')} body={t('noSelection.body')} />;
  return <OutboxItemView key={item.id} item={item} connection={connection} onDone={onDone} />;
}

/** Asks the hub at once, instead of waiting for the next attempt. */
function TryNow() {
  const { t } = useTranslation('outbox');
  const sync = useCoreAction('sync.now');
  const busy = useRef(false);
  const tryNow = async () => {
    if (busy.current) return;
    busy.current = true;
    await sync.mutateAsync({}).catch(() => undefined);
    busy.current = false;
  };
  useShortcuts(t('title'), [{ keys: 't', label: t('keys.tryNow'), run: () => void tryNow() }]);
  return (
    <>
      <span role="status" className={classes.said}>
        {sync.isSuccess ? t('tried') : null}
      </span>
      <Button
        variant="default"
        leftSection={<IconRefresh size="1rem" aria-hidden="true" />}
        aria-disabled={sync.isPending}
        onClick={() => void tryNow()}
      >
        {sync.isPending ? t('trying') : t('tryNow')}
      </Button>
    </>
  );
}
