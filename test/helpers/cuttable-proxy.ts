import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP line between a workstation and its hub that a test can cut, slow down and restore. */
export class CuttableProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private isCut = false;
  private delayMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    readonly port: number,
  ) {}

  /** Listens on a free port of this machine and passes everything on to the other one. */
  static async open(targetPort: number): Promise<CuttableProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
    const proxy = new CuttableProxy(server, targetPort, address.port);
    server.on('connection', (client) => proxy.pass(client));
    return proxy;
  }

  /** Breaks every connection, and each new one at once. */
  cut(): void {
    this.isCut = true;
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Connections pass again. */
  restore(): void {
    this.isCut = false;
  }

  /** Holds everything that passes, in both directions, for so many milliseconds. */
  slowDown(ms: number): void {
    this.delayMs = ms;
  }

  /** Ends the proxy and every connection through it. */
  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket): void {
    if (this.isCut) {
      client.resetAndDestroy();
      return;
    }
    const hub = connect({ port: this.targetPort, host: '127.0.0.1' });
    const pair = [client, hub] as const;
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    this.copy(client, hub);
    this.copy(hub, client);
  }

  private copy(from: Socket, to: Socket): void {
    const held: Buffer[] = [];
    const passOldest = () => {
      const bytes = held.shift();
      if (bytes) to.write(bytes);
    };
    from.on('data', (bytes) => {
      held.push(bytes);
      if (this.delayMs > 0) setTimeout(passOldest, this.delayMs);
      else while (held.length > 0) passOldest();
    });
  }
}
