import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction, useCoreQuery } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './top-notice.module.css';

type OlderCopy = NonNullable<Output<'status.get'>['olderCopy']>;

/** Over every screen, while the hub knows a later copy of this workstation than this one; a revoked one has nothing to decide. */
export function OlderCopyNotice() {
  const { data: status } = useCoreQuery('status.get', {});
  return status?.olderCopy && !status.revoked ? <Notice found={status.olderCopy} /> : null;
}

function Notice({ found }: { readonly found: OlderCopy }) {
  const { t } = useTranslation('status');
  const { dayAndTime } = useFormats();
  const { can } = useSession();
  const what =
    found.lastContactAt === null
      ? t('olderCopy.whatUnmet')
      : t('olderCopy.what', { time: dayAndTime(found.lastContactAt) });
  return (
    <section className={classes.notice} role="alert" aria-label={t('olderCopy.label')}>
      <IconAlertTriangle size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{what}</p>
        <p>{t('olderCopy.safe', { sent: found.sentSince })}</p>
        <p>{found.accepted ? t('olderCopy.accepted') : t('olderCopy.do')}</p>
      </div>
      {can('workstation.resume') && !found.accepted ? <GoOn /> : null}
    </section>
  );
}

function GoOn() {
  const { t } = useTranslation('status');
  const [isAsking, setAsking] = useState(false);
  const accept = useCoreAction('sync.accept-older-copy');
  return (
    <>
      <Button variant="default" className={classes.button} onClick={() => setAsking(true)}>
        {t('olderCopy.goOn')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('olderCopy.title')}
        closeButtonProps={{ 'aria-label': t('olderCopy.cancel') }}
      >
        <p>{t('olderCopy.effect')}</p>
        {accept.error ? <ErrorNotice error={accept.error.appError} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('olderCopy.cancel')}
          </Button>
          <Button loading={accept.isPending} onClick={() => accept.mutate({}, { onSuccess: () => setAsking(false) })}>
            {t('olderCopy.confirm')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
