import { Button, Group, Modal } from '@mantine/core';
import { IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction, useCoreQuery } from '../../data.ts';
import { BundleDialog } from '../../ui/bundles/bundle-dialog.tsx';
import { useBundles } from '../../ui/bundles/use-bundles.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './top-notice.module.css';

type Revoked = NonNullable<Output<'status.get'>['revoked']>;

/** Over every screen, once the hub has said that it takes nothing from this workstation any more. */
export function RevokedNotice() {
  const { data: status } = useCoreQuery('status.get', {});
  return status?.revoked ? <Notice found={status.revoked} /> : null;
}

function Notice({ found }: { readonly found: Revoked }) {
  const { t } = useTranslation('status');
  const { dayAndTime } = useFormats();
  const { can } = useSession();
  return (
    <section className={classes.notice} role="alert" aria-label={t('revoked.label')}>
      <IconShieldX size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{t('revoked.what', { time: dayAndTime(found.noticedAt) })}</p>
        <p>{t('revoked.safe')}</p>
        <p>{t('revoked.do')}</p>
      </div>
      <Group gap="sm" className={classes.button}>
        {can('bundle.exchange') ? <SaveWork /> : null}
        {can('workstation.manage') ? <Renew /> : null}
      </Group>
    </section>
  );
}

function SaveWork() {
  const { t } = useTranslation('status');
  const bundles = useBundles();
  return (
    <>
      <Button loading={bundles.isBusy} onClick={() => void bundles.write()}>
        {t('revoked.write')}
      </Button>
      <BundleDialog bundles={bundles} />
    </>
  );
}

/** Names its effect before it is done; afterwards the workstation is locked. */
function Renew() {
  const { t } = useTranslation('status');
  const [isAsking, setAsking] = useState(false);
  const renew = useCoreAction('workstation.renew');
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('revoked.renew')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('revoked.title')}
        closeButtonProps={{ 'aria-label': t('revoked.cancel') }}
      >
        <p>{t('revoked.effect')}</p>
        {renew.error ? <ErrorNotice error={renew.error.appError} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('revoked.cancel')}
          </Button>
          <Button loading={renew.isPending} onClick={() => renew.mutate({})}>
            {t('revoked.confirm')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
