import { err } from '#shared/lib/result.ts';
import type { BundleFile } from '#shared/protocol/bundle/check-bundle.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import { BundleRefusal, bundleProblem } from '../bundles/bundle-refusal.ts';
import type { BundleWork, Following } from '../bundles/bundle-work.ts';
import type { Answer, ChosenFile, LongContext, LongMethod } from '../context.ts';
import { errorCode } from '../store/file-system.ts';

/** Does work on a bundle; what is wrong with the file or the line is an answer. */
export async function onBundle<M extends LongMethod, T>(
  { station }: LongContext<M>,
  work: (bundles: BundleWork) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { bundles } = station.sync;
  if (!bundles) return err({ code: 'looking-only' });
  try {
    return await work(bundles);
  } catch (error) {
    const problem = bundleProblem(error);
    if (problem) return err(problem);
    throw error;
  }
}

/** The same on a file the person chose; a stick that is pulled out in the middle is an answer too. */
export const onChosenBundle = <M extends LongMethod, T>(
  ctx: LongContext<M>,
  token: string,
  work: (bundles: BundleWork, file: ChosenFile) => Promise<Answer<T>>,
): Promise<Answer<T>> =>
  onBundle(ctx, async (bundles) => {
    const chosen = await ctx.station.files.read(token);
    if (!chosen.ok) return chosen;
    try {
      return await work(bundles, chosen.value);
    } catch (error) {
      const code = errorCode(error);
      // Of the system, not of the hub: `ENOENT`, `EIO` …
      if (!code?.match(/^E[A-Z]+$/)) throw error;
      if (code === 'ENOSPC') return err({ code: 'disk-full' });
      return err({ code: 'file-unreadable', params: { name: chosen.value.name } });
    }
  });

/** Reads back what was just written: a place that gives back something else has not kept it. */
export const readBack = (bundles: BundleWork) => async (file: BundleFile) => {
  try {
    await bundles.verify(file);
  } catch (error) {
    throw error instanceof BundleError ? new BundleRefusal({ code: 'file-not-written' }) : error;
  }
};

/** Tells progress against a size that is known, or nearly. */
export const following = <M extends LongMethod>(
  { signal, progress }: LongContext<M>,
  total: number | null,
): Following => ({
  signal,
  progress: (done) => progress(total === null ? done : Math.min(done, total), total),
});

/** The length of a content while it is written. */
export class Measured {
  bytes = 0;

  async *of(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of content) {
      yield part;
      this.bytes += part.length;
    }
  }
}
