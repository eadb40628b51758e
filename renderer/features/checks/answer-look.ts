import type { CheckDetail } from '#shared/ipc/checks.ts';
import type { AnswerLook } from './answer-panel.tsx';

/** How the answer of the database itself stands; what is neither answered nor being asked waits for the network, here or where it was asked. */
export function onlineLook({ online, elsewhere }: Pick<CheckDetail, 'online' | 'elsewhere'>): AnswerLook {
  const { outcome, waiting } = online;
  if (outcome !== 'pending') return outcome;
  if (elsewhere) return 'elsewhere';
  return waiting === 'asking' ? 'asking' : 'queued';
}

/** The copy on this machine answers at once; without a copy the check was not carried out here. */
export function localLook({ outcome }: CheckDetail['local']): Exclude<AnswerLook, 'elsewhere'> {
  return outcome === 'pending' ? 'error' : outcome;
}
