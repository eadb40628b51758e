import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import classes from './administration.module.css';

type Info = Output<'workstation.info'>;

interface Props {
  readonly keyEpoch: Info['keyEpoch'];
  readonly renewal: Info['keyRenewal'];
}

/** Which root key the files are sealed under, and how far the sealing anew is after somebody has left. */
export function KeyState({ keyEpoch, renewal }: Props) {
  const { t } = useTranslation('administration');
  if (renewal === null) return t('workstation.keysWhole', { epoch: keyEpoch });
  const { done, total, damaged } = renewal;
  const text = t('workstation.keysRenewed', { done, total });
  return (
    <div className={classes.keys}>
      <span>{text}</span>
      <Progress value={total === 0 ? 0 : (done / total) * 100} size="sm" aria-label={text} transitionDuration={0} />
      {damaged > 0 ? <span className={classes.broken}>{t('workstation.keysDamaged', { damaged })}</span> : null}
    </div>
  );
}
