import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpsTransport } from '#core/sync/https-transport.ts';
import type { HubTransport } from '#core/sync/transport.ts';
import { pinnedServer } from '#test/helpers/pinned-server.ts';

const MIB = 1024 * 1024;

describe('what answers under the certificate of the hub', () => {
  let server: Server;
  let transport: HubTransport;
  let answer: (socket: TLSSocket) => void;

  beforeEach(async () => {
    const { ca, cert, key } = await pinnedServer();
    server = createServer({ cert, key, minVersion: 'TLSv1.3' }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    transport = httpsTransport(`https://localhost:${(server.address() as AddressInfo).port}`, { ca });
  });
  afterEach(() => {
    transport.close();
    server.close();
  });

  const failure = () =>
    transport.send({ method: 'GET', path: '/v1/directory' }).then(
      () => 'answered',
      (error: unknown) => (error as { failure?: string }).failure,
    );

  it('and speaks no HTTP, is not understood', async () => {
    answer = (socket) => socket.end('220 mail.invalid ESMTP\r\n');
    expect(await failure()).toBe('not-understood');
  });

  it('and says more than any answer of the protocol, is not understood, and not heard to its end', async () => {
    answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(MIB, 0x20)));
      };
      socket.on('drain', more);
      more();
    };
    expect(await failure()).toBe('not-understood');
  });

  it.each([
    ['before it', ''],
    ['in the middle of its head', 'HTTP/1.1 200 OK\r\ncontent-len'],
    ['in the middle of its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'],
  ])('and breaks off %s, is a broken line', async (_where, text) => {
    answer = (socket) => {
      socket.write(text);
      socket.end();
    };
    expect(await failure()).toBe('offline');
  });
});
