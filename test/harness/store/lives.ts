import {
  addBea,
  awaitCheckpoint,
  changePassphrase,
  checkpoint,
  checkpointInSlices,
  close,
  commit,
  commitTogether,
  crash,
  create,
  nextSlice,
  open,
  putAttachment,
  removeBea,
  replaceRecoveryKey,
  startCheckpointInSlices,
} from './life-steps.ts';
import { numberBelow } from './seeded.ts';
import type { Step } from './vault-life.ts';

/** Creation, commits of several sizes, both kinds of checkpoint, key changes, attachments, orderly and sudden ends. */
export const WHOLE_LIFE: readonly Step[] = [
  create,
  commit(10),
  commit(700),
  putAttachment,
  addBea,
  commit(5_000),
  checkpoint,
  commitTogether,
  close,
  open,
  commit(9_000),
  changePassphrase('another quiet passphrase'),
  startCheckpointInSlices,
  commit(10),
  nextSlice,
  commit(10),
  awaitCheckpoint,
  putAttachment,
  removeBea,
  commit(2_000),
  crash,
  open,
  commit(10),
  replaceRecoveryKey,
  checkpoint,
  commit(300),
  close,
];

/** A database of two chunks, with commits between the slices of its checkpoint: none may be half in the snapshot. */
export const LARGE_LIFE: readonly Step[] = [
  create,
  commit(1_200_000),
  startCheckpointInSlices,
  commit(10),
  nextSlice,
  commit(2_000),
  nextSlice,
  commit(10),
  awaitCheckpoint,
  commit(10),
  close,
];

/** What goes on in a vault that a power cut has left: for cuts during the recovery itself. */
export const LIFE_AFTER: readonly Step[] = [open, commit(600), checkpoint, commit(10), close];

/** Every kind of change once, short enough to be repeated for each of its file calls. */
export const SHORT_LIFE: readonly Step[] = [
  create,
  commit(10),
  commit(5_000),
  addBea,
  checkpoint,
  commit(10),
  close,
  open,
  commit(600),
  putAttachment,
  changePassphrase('another quiet passphrase'),
  commitTogether,
  checkpointInSlices,
  commit(10),
  close,
];

const RANDOM_STEPS = 18;
const SIZES = [0, 10, 440, 1_000, 4_000, 4_100, 9_000, 20_000];

/** Any order of all that can be done to a vault, and every size of what is written. */
export function randomLife(numbers: () => number): readonly Step[] {
  const steps: Step[] = [create];
  let beaIsIn = false;
  for (let number = 0; number < RANDOM_STEPS; number += 1) {
    const some: readonly (readonly Step[])[] = [
      [commit(SIZES[numberBelow(numbers, SIZES.length)] ?? 0)],
      [commit(10), commit(10)],
      [commitTogether],
      [checkpoint],
      [startCheckpointInSlices, commit(10), nextSlice, commit(600), awaitCheckpoint],
      [close, open],
      [crash, open],
      [putAttachment],
      [changePassphrase(`quiet passphrase number ${number}`)],
      [replaceRecoveryKey],
      [beaIsIn ? removeBea : addBea],
    ];
    const next = some[numberBelow(numbers, some.length)] ?? [];
    if (next.includes(removeBea) || next.includes(addBea)) beaIsIn = !beaIsIn;
    steps.push(...next);
  }
  return [...steps, close];
}
