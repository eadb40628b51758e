import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '#shared/ipc/contract.ts';
import { EnrolForm } from './enrol-form.tsx';
import { RecoveryKey } from './recovery-key.tsx';
import { Restore } from './restore.tsx';

interface Props {
  readonly onDone: () => void;
}

/** Makes this machine a workstation of a bureau: the form, then the recovery key, which is shown only now; or a back-up is put in place. */
export function Enrol({ onDone }: Props) {
  const client = useQueryClient();
  const [made, setMade] = useState<Output<'session.enrol'> | null>(null);
  const [isRestoring, setRestoring] = useState(false);
  const finish = async () => {
    setMade(null);
    await client.invalidateQueries({ queryKey: ['session.state'] });
    onDone();
  };
  if (isRestoring) return <Restore onDone={onDone} onBack={() => setRestoring(false)} />;
  if (made === null) return <EnrolForm onEnrolled={setMade} onRestore={() => setRestoring(true)} />;
  return <RecoveryKey made={made} onDone={() => void finish()} />;
}
