import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { CasePicker, type PickedCase } from './case-picker.tsx';

interface Props {
  readonly conversationId: MessageId;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Puts a conversation into a case of one's own. */
export function FilingDialog({ opened, onClose, conversationId }: Props) {
  const { t } = useTranslation(['messages', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('filing.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <FilingForm conversationId={conversationId} onDone={onClose} />
    </Modal>
  );
}

interface FormProps {
  readonly conversationId: MessageId;
  readonly onDone: () => void;
}

function FilingForm({ conversationId, onDone }: FormProps) {
  const { t } = useTranslation('messages');
  const filing = useCoreAction('message.file');
  const [picked, setPicked] = useState<PickedCase | null>(null);
  const [missing, setMissing] = useState(false);
  const file = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(picked === null);
    if (picked === null) return;
    await filing.mutateAsync({ conversationId, caseId: picked.id });
    onDone();
  };
  return (
    <form onSubmit={(event) => void file(event).catch(() => undefined)}>
      <Stack gap="md">
        <Text size="sm">{t('filing.explain')}</Text>
        <CasePicker
          label={t('filing.case')}
          placeholder={t('filing.placeholder')}
          nothingFound={t('filing.nothingFound')}
          error={missing && picked === null ? t('filing.choose') : undefined}
          picked={picked}
          onPick={setPicked}
          autoFocus
        />
        {filing.isError ? <ErrorNotice error={toAppError(filing.error)} /> : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onDone}>
            {t('filing.cancel')}
          </Button>
          <Button type="submit" loading={filing.isPending}>
            {picked ? t('filing.confirm', { reference: picked.reference }) : t('filing.confirmNone')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
