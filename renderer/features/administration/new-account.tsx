import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NewAccountForm } from './new-account-form.tsx';

interface Props {
  readonly onClose: () => void;
}

export function NewAccount({ onClose }: Props) {
  const { t } = useTranslation(['administration', 'common']);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('administration:accounts.new')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <NewAccountForm onClose={onClose} />
    </Modal>
  );
}
