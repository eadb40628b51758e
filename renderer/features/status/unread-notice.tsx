import { Button, Modal, Stack } from '@mantine/core';
import { IconMailExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../../data.ts';
import { useSession } from '../../ui/session-context.ts';
import classes from './top-notice.module.css';
import { UnreadItem } from './unread-item.tsx';

type Unread = Output<'arrival.unread'>;

const nothing: Unread = [];

/** Over every screen of whoever reads messages, while something that arrived could not be read and nobody has dealt with it. */
export function UnreadNotice() {
  const { can } = useSession();
  const mayRead = can('message.read');
  const { data: items = nothing } = useCoreQuery('arrival.unread', {}, { enabled: mayRead });
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      {items.length > 0 && mayRead ? <Notice items={items} onOpen={() => setOpen(true)} /> : null}
      <UnreadDialog items={items} isOpen={isOpen} onClose={close} />
    </>
  );
}

function Notice({ items, onOpen }: { readonly items: Unread; readonly onOpen: () => void }) {
  const { t } = useTranslation('status');
  const urgent = items.filter(({ priority }) => priority === 'urgent').length;
  return (
    <section className={classes.notice} role="alert" aria-label={t('unread.label')}>
      <IconMailExclamation size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>
          {t('unread.what', { count: items.length })} {urgent > 0 ? t('unread.urgent', { count: urgent }) : null}
        </p>
        <p>{t('unread.safe')}</p>
      </div>
      <Button variant="default" className={classes.button} onClick={onOpen}>
        {t('unread.open')}
      </Button>
    </section>
  );
}

interface DialogProps {
  readonly items: Unread;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Each of them: from whom, what happened, what to do; whoever has done it says so. */
function UnreadDialog({ items, isOpen, onClose }: DialogProps) {
  const { t } = useTranslation('status');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('unread.title')}
      closeButtonProps={{ 'aria-label': t('unread.close') }}
    >
      <Stack gap="sm">
        {items.length === 0 ? <p>{t('unread.none')}</p> : <p>{t('unread.safe')}</p>}
        {items.map((item) => (
          <UnreadItem key={item.number} item={item} />
        ))}
      </Stack>
    </Modal>
  );
}
