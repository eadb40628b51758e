import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BundleReport } from '#shared/ipc/bundles.ts';
import { isolate } from '../isolate.ts';
import { useFormats } from '../use-formats.ts';
import { BundleItems } from './bundle-items.tsx';
import classes from './bundles.module.css';
import type { Bundles } from './use-bundles.ts';

interface Props {
  readonly report: BundleReport;
  readonly bundles: Bundles;
}

/** What reading a bundle in came to, item by item. */
export function BundleReportView({ report, bundles }: Props) {
  const { t } = useTranslation('bundles');
  const { dayAndTime } = useFormats();
  const { kind, name, items, messages, files, readBefore, isStreamLeftOut } = report;
  return (
    <div className={classes.text}>
      {readBefore === null ? null : <p>{t('report.readBefore', { time: dayAndTime(readBefore) })}</p>}
      {isStreamLeftOut ? (
        <p role="alert" className={classes.warning}>
          <IconAlertTriangle size="1.125rem" stroke={1.75} aria-hidden="true" />
          {t('report.leftOut')}
        </p>
      ) : null}
      {kind === 'answers' ? <p>{t('report.messages', { count: messages })}</p> : null}
      {files > 0 ? <p>{t('report.files', { count: files })}</p> : null}
      {items.length === 0 ? <p>{t('report.none')}</p> : <BundleItems items={items} />}
      <h3 className={classes.heading}>{t('report.nextLabel')}</h3>
      <p>{t(`report.next.${kind}`, { name: isolate(name) })}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={bundles.close}>
          {t('report.close')}
        </Button>
        {kind === 'carried' ? (
          <Button data-autofocus loading={bundles.isBusy} onClick={() => void bundles.writeAnswers(report)}>
            {t('writeAnswers')}
          </Button>
        ) : null}
      </Group>
    </div>
  );
}
