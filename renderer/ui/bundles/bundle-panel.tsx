import { Button, Group } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../section.tsx';
import { useSession } from '../session-context.ts';
import { BundleDialog } from './bundle-dialog.tsx';
import { BundleHistory } from './bundle-history.tsx';
import classes from './bundles.module.css';
import { PickFile } from './pick-file.tsx';
import { useBundles } from './use-bundles.ts';

/** For the administrator, who sees no outbox: the same files, and the work of a machine that is lost. */
export function BundlePanel() {
  const { t } = useTranslation('bundles');
  const { can } = useSession();
  const bundles = useBundles();
  const read = useRef<HTMLInputElement>(null);
  const takeOver = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.panel}>
      <Section title={t('menu')} level={2}>
        <p className={classes.lead}>{t('history.lead')}</p>
        <Group gap="sm">
          <Button variant="default" aria-disabled={bundles.isBusy} onClick={() => void bundles.write()}>
            {t('write')}
          </Button>
          <Button variant="default" aria-disabled={bundles.isBusy} onClick={() => read.current?.click()}>
            {t('read')}
          </Button>
          {can('workstation.manage') ? (
            <Button variant="default" aria-disabled={bundles.isBusy} onClick={() => takeOver.current?.click()}>
              {t('takeOver')}
            </Button>
          ) : null}
        </Group>
        <PickFile field={read} label={t('read')} onPick={(file) => void bundles.read(file)} />
        <PickFile field={takeOver} label={t('takeOver')} onPick={(file) => void bundles.takeOver(file)} />
        <BundleHistory bundles={bundles} />
        <BundleDialog bundles={bundles} />
      </Section>
    </div>
  );
}
