import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RecoveryPaper } from './recovery-paper.tsx';
import classes from './recovery-sheet.module.css';
import { RecoveryWords } from './recovery-words.tsx';
import { TypeBack } from './type-back.tsx';

interface Props {
  /** The words of the key, a blank between them. */
  readonly recoveryKey: string;
  /** Code of the bureau, e.g. UTO. */
  readonly bureau: string;
  /** Name of the machine, e.g. UTO-7F3A. */
  readonly workstation: string;
  /** What the person says by going on. */
  readonly done: string;
  readonly onDone: () => void;
}

/** The recovery key, once: to be printed, and two of its words typed back, so that it really stands on paper. */
export function RecoverySheet({ recoveryKey, bureau, workstation, done, onDone }: Props) {
  const { t } = useTranslation(['session', 'common']);
  const words = useMemo(() => recoveryKey.split(' '), [recoveryKey]);
  return (
    <div className={classes.sheet}>
      <RecoveryWords words={words} />
      <p className={classes.small}>{t('session:recovery.language')}</p>
      <div>
        <Button variant="default" leftSection={<IconPrinter size="1rem" />} onClick={() => window.print()}>
          {t('common:action.print')}
        </Button>
      </div>
      <p className={classes.paragraph}>{t('session:recovery.keep')}</p>
      <TypeBack words={words} done={done} onDone={onDone} />
      <RecoveryPaper words={words} bureau={bureau} workstation={workstation} />
    </div>
  );
}
