import type { CheckDetail } from '#shared/ipc/checks.ts';
import type { AnswerLook } from './answer-panel.tsx';

/** How the answer of the database itself stands; what is neither answered nor being asked waits for the network. */
export function onlineLook({ outcome, waiting }: CheckDetail['online']): AnswerLook {
  if (outcome !== 'pending') return outcome;
  return waiting === 'asking' ? 'asking' : 'queued';
}

/** The copy on this machine answers at once; without a copy the check was not carried out here. */
export function localLook({ outcome }: CheckDetail['local']): AnswerLook {
  return outcome === 'pending' ? 'error' : outcome;
}
