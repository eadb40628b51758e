import { Button } from '@mantine/core';
import { IconMailExclamation } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { useSession } from '../../ui/session-context.ts';
import classes from './top-notice.module.css';
import { UnreadDialog } from './unread-dialog.tsx';

/** Over every screen of whoever reads messages, while something that arrived could not be read and nobody has dealt with it. */
export function UnreadNotice() {
  const { can } = useSession();
  const mayRead = can('message.read');
  const { data: unread } = useCoreQuery('arrival.unread', {}, { enabled: mayRead });
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {unread && unread.total > 0 && mayRead ? (
        <Notice total={unread.total} urgent={unread.urgent} onOpen={() => setOpen(true)} />
      ) : null}
      <UnreadDialog isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

interface NoticeProps {
  readonly total: number;
  readonly urgent: number;
  readonly onOpen: () => void;
}

function Notice({ total, urgent, onOpen }: NoticeProps) {
  const { t } = useTranslation('status');
  return (
    <section className={classes.notice} role="alert" aria-label={t('unread.label')}>
      <IconMailExclamation size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>
          {t('unread.what', { count: total })} {urgent > 0 ? t('unread.urgent', { count: urgent }) : null}
        </p>
        <p>{t('unread.safe')}</p>
      </div>
      <Button variant="default" className={classes.button} onClick={onOpen}>
        {t('unread.open')}
      </Button>
    </section>
  );
}
