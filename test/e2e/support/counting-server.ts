import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that nobody has reason to visit. */
export async function countingServer(): Promise<{ url: string; visits: () => number; close: () => void }> {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end('visited');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, visits: () => visits, close: () => server.close() };
}
