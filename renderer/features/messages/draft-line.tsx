import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftState } from '../../ui/use-draft.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './draft-line.module.css';

interface Props {
  readonly kept: DraftState;
  readonly onDiscard: () => void;
}

/** That what is being typed is kept, since when, and the way to give it up. */
export function DraftLine({ kept, onDiscard }: Props) {
  const { t } = useTranslation('messages');
  const { time, dayAndTime } = useFormats();
  if (kept.savedAt === null) return null;
  const isRestored = kept.restoredAt !== null && kept.restoredAt === kept.savedAt;
  return (
    <div className={classes.line}>
      <span role="status">
        {isRestored
          ? t('compose.draftRestored', { time: dayAndTime(kept.savedAt) })
          : t('compose.draftSaved', { time: time(kept.savedAt) })}
      </span>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={onDiscard}>
        {t('compose.discard')}
      </Button>
    </div>
  );
}
