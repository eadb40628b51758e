import type { Following } from './bundle-work.ts';

/** The same bytes, counted as they pass; stops when the person or the session does. */
export async function* counted(
  source: AsyncIterable<Uint8Array>,
  { signal, progress }: Following,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const part of source) {
    signal.throwIfAborted();
    yield part;
    done += part.length;
    progress(done);
  }
}
