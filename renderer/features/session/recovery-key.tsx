import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { RecoverySheet } from '../../ui/recovery/recovery-sheet.tsx';
import { Entrance } from './entrance.tsx';

interface Props {
  readonly made: Output<'session.enrol'>;
  readonly onDone: () => void;
}

/** The recovery key of a new workstation, before it opens for the first time. */
export function RecoveryKey({ made, onDone }: Props) {
  const { t } = useTranslation('session');
  return (
    <Entrance wide title={t('recovery.title')} lead={t('recovery.lead', { bureau: made.bureau })}>
      <RecoverySheet {...made} done={t('recovery.done')} onDone={onDone} />
    </Entrance>
  );
}
