import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ErasureReport } from '#shared/ipc/backup.ts';
import { Code } from '../../ui/code.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { Entrance } from './entrance.tsx';
import classes from './session.module.css';

interface Props {
  readonly report: ErasureReport;
  readonly onDone: () => void;
}

/** What is left of a workstation: its decommission report, to be printed. */
export function Erased({ report, onDone }: Props) {
  const { t } = useTranslation(['backup', 'common']);
  return (
    <Entrance
      wide
      title={t('backup:report.title')}
      lead={<span className={classes.screenOnly}>{t('backup:report.lead')}</span>}
    >
      <ReportFacts report={report} />
      <ReportSteps report={report} />
      <section className={classes.part}>
        <h2>{t('backup:report.provesTitle')}</h2>
        <p>{t('backup:report.proves')}</p>
        <p>{t('backup:report.notMedium')}</p>
        <p>{t('backup:report.notCopies')}</p>
      </section>
      <section className={classes.part}>
        <h2>{t('backup:report.hubTitle')}</h2>
        <p>{t('backup:report.hub')}</p>
        <Code>{`npm run hub -- workstation revoke --id ${report.workstationId}`}</Code>
      </section>
      <p className={classes.printed}>{t('backup:report.signature')}</p>
      <div className={`${classes.buttons} ${classes.screenOnly}`}>
        <Button variant="default" leftSection={<IconPrinter size="1rem" />} onClick={() => window.print()}>
          {t('common:action.print')}
        </Button>
        <Button onClick={onDone}>{t('backup:report.done')}</Button>
      </div>
    </Entrance>
  );
}

function ReportFacts({ report }: { readonly report: ErasureReport }) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  return (
    <FactList>
      <Fact label={t('report.workstation')}>
        <Code>{report.workstation}</Code>
      </Fact>
      <Fact label={t('report.id')}>
        <Code>{report.workstationId}</Code>
      </Fact>
      <Fact label={t('report.bureau')}>
        <Code>{report.bureau}</Code>
      </Fact>
      <Fact label={t('report.by')}>{report.by}</Fact>
      <Fact label={t('report.started')}>{formats.exact(report.startedAt)}</Fact>
      <Fact label={t('report.finished')}>{formats.exact(report.finishedAt)}</Fact>
      <Fact label={t('report.cases')}>{formats.number(report.cases)}</Fact>
      <Fact label={t('report.attachments')}>{formats.number(report.attachments)}</Fact>
      <Fact label={t('report.unsent')}>{formats.number(report.unsent)}</Fact>
      <Fact label={t('report.lastBackup')} isWording>
        {report.lastBackupAt === null ? t('report.noBackup') : formats.exact(report.lastBackupAt)}
      </Fact>
      <Fact label={t('report.fingerprint')}>
        <Code>{report.keySlotsSha256}</Code>
      </Fact>
    </FactList>
  );
}

function ReportSteps({ report }: { readonly report: ErasureReport }) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  return (
    <section className={classes.part}>
      <h2>{t('report.steps')}</h2>
      <ol className={classes.steps}>
        <li>{t('report.stepKeys', { count: report.keyFiles })}</li>
        <li>{t('report.stepFiles', { count: report.files, size: isolate(formats.bytes(report.bytes)) })}</li>
        {report.left > 0 ? <li>{t('report.left', { count: report.left })}</li> : null}
      </ol>
    </section>
  );
}
