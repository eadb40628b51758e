import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EnrolForm } from './enrol-form.tsx';
import { RecoveryKey } from './recovery-key.tsx';

interface Props {
  readonly onDone: () => void;
}

/** Makes this machine a workstation of a bureau: the form, then the recovery key, which is shown only now. */
export function Enrol({ onDone }: Props) {
  const client = useQueryClient();
  const [answer, setAnswer] = useState<{ readonly recoveryKey: string; readonly bureau: string } | null>(null);
  const finish = async () => {
    setAnswer(null);
    await client.invalidateQueries({ queryKey: ['session.state'] });
    onDone();
  };
  if (answer === null) return <EnrolForm onEnrolled={setAnswer} />;
  return <RecoveryKey recoveryKey={answer.recoveryKey} bureau={answer.bureau} onDone={() => void finish()} />;
}
