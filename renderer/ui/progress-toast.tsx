import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './progress-toast.module.css';

interface Props {
  readonly done: number;
  /** Null where nobody knows yet. */
  readonly total: number | null;
  /** `1.2 MB of 4 MB`, as the work counts. */
  readonly text: string;
  readonly onCancel: (() => void) | null;
}

/** How far long work is; it goes on while the person does something else. */
export function ProgressToast({ done, total, text, onCancel }: Props) {
  const { t } = useTranslation(['ui', 'common']);
  const percent = total === null || total === 0 ? 0 : Math.min(100, (done / total) * 100);
  return (
    <div className={classes.toast}>
      <Progress value={percent} size="sm" aria-label={text} transitionDuration={0} />
      <div className={classes.line}>
        <span>{text}</span>
        {onCancel ? (
          <Button variant="subtle" size="compact-xs" onClick={onCancel} title={t('ui:progress.cancel')}>
            {t('common:action.cancel')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
