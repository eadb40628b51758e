import type { SyncContext } from '../sync/sync-context.ts';
import type { BundleWork } from './bundle-work.ts';
import { answersFor, carry, identifyBundle } from './carry.ts';
import { prepareOutward, verifyOutward } from './prepare-outward.ts';
import { readAnswersIn } from './read-answers.ts';
import { openForTakeOver } from './take-over.ts';

/** What goes by file, of an open store. */
export const bundleWork = (ctx: SyncContext): BundleWork => ({
  prepare: (following) => prepareOutward(ctx, following),
  verify: (file) => verifyOutward(ctx, file),
  identify: (file) => identifyBundle(ctx, file),
  carry: (file, following) => carry(ctx, file, following),
  answers: (carried, following) => answersFor(ctx, carried, following),
  readAnswers: (file, following) => readAnswersIn(ctx, file, following),
  openForTakeOver: (file, following) => openForTakeOver(ctx, file, following),
});
