import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import classes from './keys.module.css';

interface Props {
  readonly title: string;
  /** On the button. */
  readonly doIt: string;
  /** What the person has to have done first: without the tick nothing is done. */
  readonly compared?: string;
  readonly isPending: boolean;
  readonly error: AppError | null;
  readonly onDo: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks once more, with what follows from it, before something of the keys is settled. */
export function AskDialog({ title, doIt, compared, isPending, error, onDo, onClose, children }: Props) {
  const { t } = useTranslation('administration');
  const [isCompared, setCompared] = useState(false);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('keys.cancel') }}>
      <div className={classes.dialog}>
        {children}
        {compared ? (
          <Checkbox
            label={compared}
            checked={isCompared}
            onChange={(event) => setCompared(event.currentTarget.checked)}
          />
        ) : null}
        {error ? <ErrorNotice error={error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('keys.cancel')}
          </Button>
          <Button loading={isPending} disabled={compared !== undefined && !isCompared} onClick={onDo}>
            {doIt}
          </Button>
        </Group>
      </div>
    </Modal>
  );
}
