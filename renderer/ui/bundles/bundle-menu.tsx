import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconUsb } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shortcuts.ts';
import { BundleDialog } from './bundle-dialog.tsx';
import { PickFile } from './pick-file.tsx';
import { useBundles } from './use-bundles.ts';

/** No network at all: a file carries the work. */
export function BundleMenu() {
  const { t } = useTranslation('bundles');
  const bundles = useBundles();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(t('menu'), [
    { keys: 'b', label: t('write'), run: () => void bundles.write() },
    { keys: 'i', label: t('read'), run: () => field.current?.click() },
    { label: t('list'), run: bundles.showHistory },
  ]);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconUsb size="1rem" aria-hidden="true" />}
            rightSection={<IconChevronDown size="0.875rem" aria-hidden="true" />}
            loading={bundles.isBusy}
          >
            {t('menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void bundles.write()}>{t('write')}</Menu.Item>
          <Menu.Item onClick={() => field.current?.click()}>{t('read')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={bundles.showHistory}>{t('list')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PickFile field={field} label={t('read')} onPick={(file) => void bundles.read(file)} />
      <BundleDialog bundles={bundles} />
    </>
  );
}
