import { Button, Kbd } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import { keyCaps } from '../../ui/shortcut-keys.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { sendEffect } from './send-effect.ts';

interface Props {
  readonly draft: Pick<MessageDraft, 'to' | 'priority'>;
  readonly isSending: boolean;
  readonly onSend: () => void;
}

export const SEND_KEYS = 'mod+enter';

/** Says to whom it sends. Never greyed out: pressed too early, it says what is missing. */
export function SendButton({ draft, isSending, onSend }: Props) {
  const { t } = useTranslation('messages');
  const label = useSendLabel(draft);
  return (
    <>
      <Kbd size="xs" aria-hidden="true" dir="ltr">
        {keyCaps(SEND_KEYS).flat().join(' ')}
      </Kbd>
      <Button
        size="sm"
        leftSection={<IconSend size="1rem" data-mirror aria-hidden="true" />}
        onClick={onSend}
        aria-disabled={isSending}
      >
        {isSending ? t('compose.sending') : label}
      </Button>
    </>
  );
}

function useSendLabel({ to, priority }: Props['draft']): string {
  const { t } = useTranslation('messages');
  const { names } = useBureaus();
  const effect = sendEffect(to);
  if (effect.kind === 'nobody') return t('compose.noRecipients');
  return effect.kind === 'names'
    ? t(`compose.send.${priority}.names`, { names: names(effect.codes) })
    : t(`compose.send.${priority}.count`, { count: effect.count });
}
