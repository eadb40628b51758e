import type { Disk } from '#core/backup/disk.ts';

/** Calls that change a disk. */
const CHANGING = new Set(['write', 'makeFolder', 'rename', 'remove', 'syncFolder']);

/** A disk that fails from its n-th changing call on, as one that is full or was pulled out; a write fails when half of it is there. */
export class FailingDisk {
  calls = 0;
  readonly disk: Disk;

  /** @param from the first call that fails, counted from 1 */
  constructor(
    inner: Disk,
    private readonly from: number,
    private readonly code: string,
  ) {
    this.disk = new Proxy(inner, { get: (target, name) => this.intercept(target, String(name)) });
  }

  private intercept(target: Disk, name: string): unknown {
    const member = Reflect.get(target, name) as (...args: unknown[]) => unknown;
    if (!CHANGING.has(name)) return member.bind(target);
    return async (...args: unknown[]) => {
      this.calls += 1;
      if (this.calls < this.from) return member.apply(target, args);
      // What a stick leaves that was pulled out: half a file under its temporary name, and nobody to remove it.
      if (name === 'write') await target.write(args[0] as string, half(args[1] as AsyncIterable<Uint8Array>));
      throw Object.assign(new Error(this.code), { code: this.code });
    };
  }
}

async function* half(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const piece of content) {
    yield piece.subarray(0, piece.length >> 1);
    return;
  }
}
