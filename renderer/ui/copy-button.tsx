import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 2000;

interface Props {
  readonly text: string;
}

/** Copies a text, and says so. */
export function CopyButton({ text }: Props) {
  const { t } = useTranslation('common');
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    setCopied(copyText(text));
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <Button variant="default" leftSection={<Icon size="1rem" />} onClick={copy} aria-live="polite">
      {isCopied ? t('action.copied') : t('action.copy')}
    </Button>
  );
}
