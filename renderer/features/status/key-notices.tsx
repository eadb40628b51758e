import { Button } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconKey } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreQuery } from '../../data.ts';
import { Fingerprint } from '../../ui/fingerprint.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './key-notices.module.css';

type Status = Output<'status.get'>;

/** What about the keys of the bureaus somebody should know and do: above every screen as long as it is so. */
export function KeyNotices() {
  const { data: status } = useCoreQuery('status.get', {});
  const { can } = useSession();
  if (!status || status.looking) return null;
  return (
    <>
      {status.waitingForKeys && !status.revoked ? <Waiting status={status} found={status.waitingForKeys} /> : null}
      {status.joining.length > 0 && can('workstation.manage') ? <Joining names={status.joining} /> : null}
      {status.changedKeys.length > 0 && can('key.compare') ? <Changed codes={status.changedKeys} /> : null}
    </>
  );
}

interface WaitingProps {
  readonly status: Status;
  readonly found: NonNullable<Status['waitingForKeys']>;
}

function Waiting({ status, found }: WaitingProps) {
  const { t } = useTranslation('status');
  return (
    <Notice kind="wait" label={t('keys.label')} what={t('keys.what')}>
      <p>
        {t('keys.kept', { count: found.kept })} {t(found.isSealingWaiting ? 'keys.sealingWaits' : 'keys.restWorks')}
      </p>
      <p>{t('keys.do', { workstation: status.workstation })}</p>
      <dl className={classes.digits}>
        <dt>{t('keys.digits')}</dt>
        <dd>
          <Fingerprint text={found.fingerprint} />
        </dd>
      </dl>
    </Notice>
  );
}

function Joining({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('status');
  const { list } = useFormats();
  return (
    <Notice kind="told" label={t('keys.joiningLabel')} what={t('keys.joining', { names: list([...names]) })} isOpening>
      <p>{t('keys.joiningDo')}</p>
    </Notice>
  );
}

function Changed({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation('status');
  const bureaus = useBureaus();
  return (
    <Notice
      kind="told"
      label={t('keys.changedLabel')}
      what={t('keys.changed', { names: bureaus.names(codes) })}
      isOpening
    >
      <p>{t('keys.changedDo')}</p>
    </Notice>
  );
}

const icons = { alert: IconAlertTriangle, wait: IconKey, told: IconInfoCircle };

interface NoticeProps {
  readonly kind: keyof typeof icons;
  readonly label: string;
  readonly what: string;
  /** Leads to the screen where it can be settled. */
  readonly isOpening?: boolean;
  readonly children: ReactNode;
}

function Notice({ kind, label, what, isOpening = false, children }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <section
      className={classes.notice}
      role={kind === 'alert' ? 'alert' : 'status'}
      aria-label={label}
      data-kind={kind}
    >
      <Icon size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.what}>{what}</p>
        {children}
      </div>
      {isOpening ? <OpenKeys /> : null}
    </section>
  );
}

function OpenKeys() {
  const { t } = useTranslation('status');
  const navigate = useNavigate();
  const open = () => void navigate({ to: '/administration', search: { show: 'keys' } });
  return (
    <Button variant="default" className={classes.button} onClick={open}>
      {t('keys.open')}
    </Button>
  );
}
