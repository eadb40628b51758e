import { connect, type TLSSocket } from 'node:tls';
import type { HubAddress, TlsIdentity } from '#test/helpers/hub-client.ts';

/** A kept-alive HTTPS connection of a load generator: as little work as possible on this side of it. */
export interface HubLine {
  /** Posts JSON text; the body of the answer. Rejects on anything but status 200. One request at a time. */
  post(path: string, json: string): Promise<string>;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The answer at the beginning of the bytes, or null while it is not whole. The hub names the length of each. */
function readAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const start = end + HEAD_END.length;
  if (bytes.length < start + length) return null;
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', start, start + length) };
}

/** Opens the line and makes its TLS connection. */
export async function openHubLine(hub: HubAddress, identity: TlsIdentity): Promise<HubLine> {
  const { hostname, port } = new URL(hub.url);
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const made = connect({ host: hostname, port: Number(port), servername: 'localhost', ca: hub.caPem, ...identity });
    made.once('secureConnect', () => resolve(made));
    made.once('error', reject);
  });
  let bytes: Buffer = Buffer.alloc(0);
  let settle: { resolve(body: string): void; reject(error: Error): void } | null = null;
  const end = (error: Error) => {
    settle?.reject(error);
    settle = null;
  };
  socket.on('error', end);
  socket.on('close', () => end(new Error('The hub closed the line')));
  socket.on('data', (part: Buffer) => {
    bytes = bytes.length === 0 ? part : Buffer.concat([bytes, part]);
    const answer = readAnswer(bytes);
    if (!answer) return;
    bytes = Buffer.alloc(0);
    const { status, body } = answer;
    if (status === 200) settle?.resolve(body);
    else settle?.reject(new Error(`${status} ${body}`));
    settle = null;
  });
  return {
    post: (path, json) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`;
        socket.write(`${head}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
      }),
    close: () => socket.destroy(),
  };
}
