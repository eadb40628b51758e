import {
  IconAlertTriangle,
  IconCloudOff,
  IconCloudQuestion,
  IconEye,
  IconLoader,
  IconPlayerPause,
  IconPlugConnected,
  IconShieldQuestion,
  IconShieldX,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import { useCoreQuery } from '../../data.ts';
import { bureauName } from '../../ui/bureau-name.ts';
import { MarkingWords } from '../../ui/marking-words.tsx';
import { useNow } from '../../ui/now-context.ts';
import { useScreenMarking } from '../../ui/screen-marking.ts';
import { sinceText } from '../../ui/since-text.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './status-line.module.css';

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number;
}

const icons: Record<ConnectionState, ComponentType<IconProps>> = {
  online: IconPlugConnected,
  connecting: IconLoader,
  offline: IconCloudOff,
  refused: IconShieldX,
  untrusted: IconShieldQuestion,
  'not-understood': IconCloudQuestion,
  'own-fault': IconAlertTriangle,
};

/** What is true now: the connection, what waits, how old the data are, whose machine this is, what marking is on screen. */
export function StatusLine() {
  const { t } = useTranslation('status');
  const { data: status } = useCoreQuery('status.get', {});
  return (
    <section className={classes.line} aria-label={t('label')}>
      <div role="status" aria-live="polite" className={classes.facts}>
        {status ? <Facts status={status} /> : null}
      </div>
      {status ? <Place status={status} /> : null}
    </section>
  );
}

interface Props {
  readonly status: Output<'status.get'>;
}

function Facts({ status }: Props) {
  const { t } = useTranslation('status');
  const formats = useFormats();
  const now = useNow();
  const Icon = icons[status.connection];
  const since = sinceText(formats, status.since, now);
  if (status.looking)
    return (
      <Fact kind="attention">
        <span aria-hidden="true" className={classes.icon}>
          <IconEye size="0.9375rem" stroke={1.75} />
        </span>
        {t('looking')}
      </Fact>
    );
  return (
    <>
      <Fact kind={status.connection} title={formats.exact(status.since)}>
        <span aria-hidden="true" className={classes.icon}>
          <Icon size="0.9375rem" stroke={1.75} />
        </span>
        {t(`connection.${status.connection}`, { since })}
      </Fact>
      <Fact>{status.waiting === 0 ? t('nothingWaiting') : t('waiting', { count: status.waiting })}</Fact>
      {status.urgentWaiting > 0 ? <Fact kind="urgent">{t('urgent', { count: status.urgentWaiting })}</Fact> : null}
      {status.needsAttention > 0 ? (
        <Fact kind="attention">
          <span aria-hidden="true" className={classes.icon}>
            <IconAlertTriangle size="0.9375rem" stroke={1.75} />
          </span>
          {t('needsAttention', { count: status.needsAttention })}
        </Fact>
      ) : null}
      <SendingRule status={status} />
      <Safety status={status} />
      <Fact title={status.dataAsOf === null ? undefined : formats.exact(status.dataAsOf)}>
        {status.dataAsOf === null ? t('dataNever') : t('dataAge', { age: formats.relative(status.dataAsOf, now) })}
      </Fact>
      {status.clockOff === null ? null : (
        <Fact kind="attention">{t('clockOff', { span: formats.span(Math.abs(status.clockOff)) })}</Fact>
      )}
    </>
  );
}

/** What a person has said about sending as a whole: it stays until somebody says otherwise, so it stays in sight. */
function SendingRule({ status }: Props) {
  const { t } = useTranslation('status');
  if (!status.paused && !status.onlyUrgent) return null;
  return (
    <Fact kind="attention">
      <span aria-hidden="true" className={classes.icon}>
        <IconPlayerPause size="0.9375rem" stroke={1.75} />
      </span>
      {t(status.paused ? 'sendingPaused' : 'onlyUrgent')}
    </Fact>
  );
}

/** What holds of everything on this machine; never "all safe" while something is not as it should be. */
function Safety({ status }: Props) {
  const { t } = useTranslation('status');
  if (status.readOnly) return <Fact kind="attention">{t('readOnly')}</Fact>;
  if (status.revoked) return <Fact kind="attention">{t('revoked.fact')}</Fact>;
  if (status.olderCopy) return <Fact kind="attention">{t('olderCopy.fact')}</Fact>;
  if (status.waitingForKeys) return <Fact kind="attention">{t('keys.fact')}</Fact>;
  return <Fact>{t('allSafe')}</Fact>;
}

interface FactProps {
  readonly kind?: string | undefined;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

function Fact({ kind, title, children }: FactProps) {
  return (
    <span className={classes.fact} data-kind={kind} title={title}>
      {children}
    </span>
  );
}

function Place({ status }: Props) {
  const { t, i18n } = useTranslation('status');
  const marking = useScreenMarking();
  const bureau = bureauName({ names: status.bureauNames }, status.bureau, i18n.language);
  return (
    <div className={classes.place}>
      <span title={t('workstation')}>
        {bureau} · <bdi dir="ltr">{status.workstation}</bdi>
      </span>
      <MarkingWords marking={marking} />
    </div>
  );
}
