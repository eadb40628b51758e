import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { useShortcutList } from '../../ui/shortcuts.ts';
import classes from './key-help.module.css';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The keys that work on this screen. */
export function KeyHelp({ isOpen, onClose }: Props) {
  const { t } = useTranslation(['help', 'common']);
  const groups = useShortcutList();
  const titles = [...new Set(groups.map((group) => group.title))];
  const keysOf = (title: string) =>
    groups.filter((group) => group.title === title).flatMap(({ shortcuts }) => shortcuts.filter(({ keys }) => keys));
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('help:title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <div className={classes.groups}>
        {titles.map((title) => (
          <section key={title} className={classes.group}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.keys}>
              {keysOf(title).map(({ keys = '', label }) => (
                <div key={keys} className={classes.key}>
                  <dt>{label}</dt>
                  <dd>
                    <KeyCaps keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.hint}>{t('help:typing')}</p>
    </Modal>
  );
}
