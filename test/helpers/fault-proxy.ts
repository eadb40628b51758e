import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Which way bytes go: from the workstation to the hub, or back. */
export type Direction = 'up' | 'down';

/** A piece of what passes a narrow line; small enough that several connections share it fairly. Bytes. */
const PIECE = 512;

/** So many bits a second, shared by everything that goes one way. */
class Narrows {
  bitsPerSecond: number | null = null;
  private free: Promise<unknown> = Promise.resolve();

  pass(bytes: number): Promise<unknown> {
    if (this.bitsPerSecond === null) return Promise.resolve();
    const ms = (bytes * 8_000) / this.bitsPerSecond;
    this.free = this.free.then(() => sleep(ms));
    return this.free;
  }
}

/** One connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly hub: Socket;
  /** Bytes after which it breaks; Infinity: never. */
  left: number;
  readonly ending: 'reset' | 'end';
}

/**
 * A TCP line of this machine between a workstation and its hub, with everything that lines suffer from: cut, reset, slow, narrow, half open,
 * ended in the middle of a TLS record, answered by somebody else. What is random follows a seed.
 */
export class FaultProxy {
  /** What has passed, without what was swallowed. Bytes. */
  readonly carried: Record<Direction, number> = { up: 0, down: 0 };
  /** How many connections were broken by a fault. */
  cuts = 0;
  private readonly pairs = new Set<Pair>();
  private readonly narrows: Record<Direction, Narrows> = { up: new Narrows(), down: new Narrows() };
  private readonly swallowed = new Set<Direction>();
  private isCut = false;
  private latencyMs = 0;
  private breakAfter: () => Pick<Pair, 'left' | 'ending'> = unbroken;

  private constructor(
    private readonly server: Server,
    private targetPort: number,
    readonly port: number,
  ) {}

  /** Listens on a free port of this machine and passes everything on to the other one. */
  static async open(targetPort: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
    const proxy = new FaultProxy(server, targetPort, address.port);
    server.on('connection', (client) => proxy.accept(client));
    return proxy;
  }

  /** Breaks every connection, and each new one at once. */
  cut(): void {
    this.isCut = true;
    for (const pair of this.pairs) this.break(pair);
  }

  /** The line is as good as new; connections pass again. */
  restore(): void {
    this.isCut = false;
    this.breakAfter = unbroken;
    this.swallowed.clear();
    this.latencyMs = 0;
    for (const pair of this.pairs) pair.left = Number.POSITIVE_INFINITY;
    for (const narrows of Object.values(this.narrows)) narrows.bitsPerSecond = null;
  }

  /** Holds everything that passes, in both directions, for so many milliseconds. */
  slowDown(ms: number): void {
    this.latencyMs = ms;
  }

  /** Lets so many bits a second pass each way. */
  throttle(bitsPerSecond: number): void {
    for (const narrows of Object.values(this.narrows)) narrows.bitsPerSecond = bitsPerSecond;
  }

  /** Half open: what goes this way is taken and goes nowhere, and nobody is told. */
  swallow(...directions: readonly Direction[]): void {
    for (const direction of directions) this.swallowed.add(direction);
  }

  /**
   * Breaks each new connection somewhere within its first bytes, both ways together.
   * @param random numbers from 0 to 1, from a seed
   * @param ending reset: as a cut line; end: in order, but in the middle of what was being said
   */
  breakWithin(bytes: number, random: () => number, ending: Pair['ending'] = 'reset'): void {
    this.breakAfter = () => ({ left: 1 + Math.floor(random() * bytes), ending });
  }

  /** Breaks the one connection that the hub knows by this port of its other end, before another byte passes; false if it is gone. */
  breakConnection(portAtHub: number | undefined): boolean {
    const found = [...this.pairs].find(({ hub }) => hub.localPort === portAtHub);
    if (found) this.break(found);
    return found !== undefined;
  }

  /** From now on new connections go to somebody else on this machine; those that stand are broken. */
  redirect(port: number): void {
    this.targetPort = port;
    for (const pair of this.pairs) this.break(pair);
  }

  /** Ends the proxy and every connection through it. */
  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.isCut) {
      client.resetAndDestroy();
      return;
    }
    const hub = connect({ port: this.targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { client, hub, ...this.breakAfter() };
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      hub.destroy();
    };
    for (const socket of [client, hub]) socket.on('error', end).on('close', end);
    this.copy(pair, client, hub, 'up');
    this.copy(pair, hub, client, 'down');
  }

  private break(pair: Pair): void {
    if (!this.pairs.delete(pair)) return;
    this.cuts += 1;
    for (const socket of [pair.client, pair.hub]) {
      if (pair.ending === 'end') socket.end();
      else socket.resetAndDestroy();
    }
  }

  private copy(pair: Pair, from: Socket, to: Socket, direction: Direction): void {
    // Held for the latency, in order.
    const held: (() => void)[] = [];
    const later = (act: () => void) => {
      if (this.latencyMs === 0 && held.length === 0) return act();
      held.push(act);
      setTimeout(() => held.shift()?.(), this.latencyMs);
    };
    from.on('data', (bytes) => {
      from.pause();
      void this.carry(pair, bytes, direction, (piece) => later(() => to.write(piece))).then(() => from.resume());
    });
    from.on('end', () => later(() => to.end()));
  }

  private async carry(pair: Pair, bytes: Buffer, direction: Direction, write: (piece: Buffer) => void): Promise<void> {
    const narrows = this.narrows[direction];
    const size = narrows.bitsPerSecond === null ? bytes.length : PIECE;
    for (let at = 0; at < bytes.length && this.pairs.has(pair); at += size) {
      const piece = bytes.subarray(at, at + Math.min(size, pair.left));
      await narrows.pass(piece.length);
      if (this.swallowed.has(direction)) continue;
      this.carried[direction] += piece.length;
      write(piece);
      pair.left -= piece.length;
      if (pair.left <= 0) this.break(pair);
    }
  }
}

const unbroken = () => ({ left: Number.POSITIVE_INFINITY, ending: 'reset' }) as const;
