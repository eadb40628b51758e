import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './palette.module.css';
import { PaletteSearch } from './palette-search.tsx';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Everything the mouse can do, and everything that is stored, by its name. */
export function Palette({ isOpen, onClose }: Props) {
  const { t } = useTranslation('palette');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="40rem"
      yOffset="12vh"
      centered={false}
      title={t('label')}
      classNames={{ body: classes.body, header: classes.spoken }}
    >
      <PaletteSearch onClose={onClose} />
    </Modal>
  );
}
