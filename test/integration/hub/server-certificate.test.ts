import { connect, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('a hub that has run for most of a year', () => {
  let hub: TestHub;
  let now = Date.now() - 340 * DAY;
  afterEach(async () => {
    vi.useRealTimers();
    await hub.close();
  });

  const shake = (more: { readonly maxVersion?: 'TLSv1.2' } = {}) =>
    new Promise<{ readonly protocol: string | null; readonly until: number }>((resolve, reject) => {
      const { port } = new URL(hub.url);
      const socket: TLSSocket = connect({ host: 'localhost', port: Number(port), ca: hub.caPem, ...more }, () => {
        const until = Date.parse(socket.getPeerCertificate().valid_to);
        resolve({ protocol: socket.getProtocol(), until });
        socket.destroy();
      });
      socket.on('error', reject);
    });

  it('shows its next certificate without a restart, and speaks TLS 1.3 alone as before', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    hub = await startTestHub({ clock: { now: () => now } });
    const first = await shake();
    expect(first.protocol).toBe('TLSv1.3');
    await expect(shake({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
    now += 340 * DAY;
    vi.advanceTimersByTime(DAY);
    await expect.poll(async () => (await shake()).until, { timeout: 10_000 }).toBeGreaterThan(first.until);
    await expect(shake({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
  });
});
