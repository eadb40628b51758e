import { IconAlertTriangle, IconCloudOff, IconLoader, IconPlugConnected, IconShieldX } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import type { ConnectionState } from '#shared/ipc/outbox.ts';
import { useCoreQuery } from '../../data.ts';
import { bureauName } from '../../ui/bureau-name.ts';
import { MarkingWords } from '../../ui/marking-words.tsx';
import { useNow } from '../../ui/now-context.ts';
import { useScreenMarking } from '../../ui/screen-marking.ts';
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
      <Fact kind={status.readOnly ? 'attention' : undefined}>{status.readOnly ? t('readOnly') : t('allSafe')}</Fact>
      <Fact title={status.dataAsOf === null ? undefined : formats.exact(status.dataAsOf)}>
        {status.dataAsOf === null ? t('dataNever') : t('dataAge', { age: formats.relative(status.dataAsOf, now) })}
      </Fact>
      {status.clockOff === null ? null : (
        <Fact kind="attention">{t('clockOff', { span: formats.span(Math.abs(status.clockOff)) })}</Fact>
      )}
    </>
  );
}

/** Today: the time of day; before: date and time. */
function sinceText(formats: ReturnType<typeof useFormats>, since: number, now: number): string {
  const isToday = new Date(since).toDateString() === new Date(now).toDateString();
  return isToday ? formats.time(since) : formats.dayAndTime(since);
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
