/** Bytes that arrive in parts of any size, taken in parts of the size that is wanted. */
export class ByteSource {
  private readonly parts: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.parts = source[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes, or fewer where the source ends before. */
  async take(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(size);
    let filled = 0;
    while (filled < size && (await this.fill())) {
      const part = this.held.subarray(0, size - filled);
      taken.set(part, filled);
      filled += part.length;
      this.held = this.held.subarray(part.length);
    }
    return taken.subarray(0, filled);
  }

  /** Whether nothing more comes. */
  async isAtEnd(): Promise<boolean> {
    return !(await this.fill());
  }

  /** Lets go of a file that is not read to its end. */
  async close(): Promise<void> {
    await this.parts.return?.();
  }

  private async fill(): Promise<boolean> {
    while (this.held.length === 0) {
      const next = await this.parts.next();
      if (next.done) return false;
      this.held = next.value;
    }
    return true;
  }
}
