/** Cuts a stream of bytes into chunks of exactly `size` bytes; only the last may be shorter, and an empty stream is one empty chunk. */
export async function* inChunks(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(size);
  let filled = 0;
  let any = false;
  for await (const part of source) {
    for (let at = 0; at < part.length; ) {
      const taken = Math.min(size - filled, part.length - at);
      chunk.set(part.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled < size) continue;
      yield chunk;
      any = true;
      chunk = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0 || !any) yield chunk.subarray(0, filled);
}
