import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { isolate } from '../isolate.ts';
import { BundleHistory } from './bundle-history.tsx';
import { BundleReportView } from './bundle-report-view.tsx';
import classes from './bundles.module.css';
import type { Bundles, ShownBundle } from './use-bundles.ts';

/** What became of a file, and what to do next. */
export function BundleDialog({ bundles }: { readonly bundles: Bundles }) {
  const { t } = useTranslation('bundles');
  const { shown, close } = bundles;
  return (
    <Modal
      opened={shown !== null}
      onClose={close}
      size="lg"
      title={useTitle()(shown)}
      closeButtonProps={{ 'aria-label': t('report.close') }}
    >
      {shown?.kind === 'written' ? <Written written={shown.written} onClose={close} /> : null}
      {shown?.kind === 'report' ? <BundleReportView report={shown.report} bundles={bundles} /> : null}
      {shown?.kind === 'history' ? <BundleHistory bundles={bundles} /> : null}
    </Modal>
  );
}

function useTitle(): (shown: ShownBundle | null) => string {
  const { t } = useTranslation('bundles');
  return (shown) => {
    if (shown === null) return '';
    if (shown.kind === 'history') return t('history.title');
    if (shown.kind === 'written') return t('written.title', { number: shown.written.number });
    const { kind, name, number } = shown.report;
    return t(`report.${kind}`, { name: isolate(name), number });
  };
}

interface WrittenProps {
  readonly written: Output<'bundle.write'>;
  readonly onClose: () => void;
}

function Written({ written, onClose }: WrittenProps) {
  const { t } = useTranslation('bundles');
  return (
    <div className={classes.text}>
      <p className={classes.good}>
        <IconShieldCheck size="1.125rem" stroke={1.75} aria-hidden="true" />
        {t('written.holds', { count: written.items })}
      </p>
      <p>{t('written.sealed')}</p>
      {written.checks > 0 ? <p>{t('written.checks', { count: written.checks })}</p> : null}
      {written.checksLeft > 0 ? (
        <p className={classes.warning}>
          <IconAlertTriangle size="1.125rem" stroke={1.75} aria-hidden="true" />
          {t('written.checksLeft', { count: written.checksLeft })}
        </p>
      ) : null}
      <h3 className={classes.heading}>{t('report.nextLabel')}</h3>
      <p>{t('written.next')}</p>
      <p>{t('written.stays')}</p>
      <Group justify="flex-end">
        <Button data-autofocus onClick={onClose}>
          {t('report.close')}
        </Button>
      </Group>
    </div>
  );
}
