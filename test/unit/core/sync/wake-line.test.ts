import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { httpsTransport } from '#core/sync/https-transport.ts';
import type { HubTransport } from '#core/sync/transport.ts';
import { MAX_OTHERS, type PresenceMessage, presenceMessage } from '#shared/protocol/presence.ts';
import { MAX_WAKE_MESSAGE } from '#shared/protocol/wake.ts';
import { pinnedServer } from '#test/helpers/pinned-server.ts';

const MIB = 1024 * 1024;
/** Nonce, two blocks and tag, in base64url (docs/protocol.md, "Presence"). */
const LONGEST_SEALED = Math.ceil(((12 + 512 + 16) * 4) / 3);

describe('the wake line, as this workstation holds it', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let transport: HubTransport;
  /** The hub's end, and what it was asked to allow. */
  let end: Promise<{ socket: WebSocket; extensions: string | undefined }>;

  beforeEach(async () => {
    const { ca, cert, key } = await pinnedServer();
    server = createServer({ cert, key, minVersion: 'TLSv1.3' });
    sockets = new WebSocketServer({ server, perMessageDeflate: true });
    end = new Promise((resolve) => {
      sockets.once('connection', (socket, { headers }) => {
        socket.on('error', () => undefined);
        resolve({ socket, extensions: headers['sec-websocket-extensions'] });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    transport = httpsTransport(`https://localhost:${port}`, { ca });
  });
  afterEach(() => {
    transport.close();
    sockets.close();
    server.close();
  });

  /** What it hears from then on, and whether it has ended. */
  const open = () => {
    const heard: string[] = [];
    const closed = new Promise<string>((resolve) => {
      transport.openWake('/v1/wake', {
        onOpen: () => undefined,
        onMessage: (text) => heard.push(text),
        onClose: () => resolve('closed'),
      });
    });
    return { heard, closed };
  };

  it('takes the largest message of the protocol', async () => {
    const line = open();
    const { socket } = await end;
    socket.send(JSON.stringify(largest()));
    socket.close();
    await line.closed;
    expect(line.heard.map((text) => presenceMessage.parse(JSON.parse(text)).others.length)).toEqual([MAX_OTHERS]);
  });

  it('ends where the hub begins one that is larger, and holds nothing of it', async () => {
    const line = open();
    const { socket } = await end;
    const ended = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    socket.send(Buffer.alloc(MAX_WAKE_MESSAGE + 1, 0x20));
    // 1009, message too big (RFC 6455 §7.4.1).
    expect([await line.closed, await ended]).toEqual(['closed', 1009]);
    expect(line.heard).toEqual([]);
  });

  it('takes nothing that grows as it is unpacked', async () => {
    const line = open();
    const { socket, extensions } = await end;
    expect([extensions, socket.extensions]).toEqual([undefined, '']);
    socket.send(Buffer.alloc(8 * MIB, 0x20));
    await line.closed;
    expect(line.heard).toEqual([]);
  });
});

/** As many others as a hub may name, each with the longest name. */
function largest(): PresenceMessage {
  const workstation = '01930000-0000-7000-8000-000000000000';
  const others = Array.from({ length: MAX_OTHERS }, () => ({ workstation, sealed: 'A'.repeat(LONGEST_SEALED) }));
  return presenceMessage.parse({ type: 'presence', token: 'A'.repeat(22), others });
}
