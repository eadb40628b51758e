import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrol } from '#core/enrolment/enrol.ts';
import { httpsTransport, untrustedGet } from '#core/sync/https-transport.ts';
import type { HubResponse, HubTransport } from '#core/sync/transport.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { type Directory, type DirectoryBureau, type DirectoryKey, directory } from '#shared/protocol/directory.ts';
import { enrolmentResponse } from '#shared/protocol/enrolment.ts';
import { type Envelope, envelope } from '#shared/protocol/envelope.ts';
import { keyId } from '#shared/protocol/hpke.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { openBody } from '#shared/protocol/sealed-body.ts';
import { messageInput } from '#test/helpers/casework.ts';
import { systemRandom } from '#test/helpers/crypto.ts';
import { newTestBureau, type TestBureau } from '#test/helpers/envelopes.ts';
import { startTestHub, type TestHub } from '#test/helpers/hub.ts';
import { refusalOf } from '#test/helpers/stick.ts';
import { TestWorkstation } from '#test/helpers/workstation.ts';

/** The line to a hub that tells this workstation another directory than the others, and sees what it is offered. */
class LyingHub {
  lie: (content: Directory) => Directory = (content) => content;
  readonly offered: Envelope[] = [];
  told = 0;

  readonly through = (transport: HubTransport): HubTransport => ({
    send: async (request) => {
      if (request.path === '/v1/envelopes') this.look(String(request.body));
      // Never unchanged: what is told is told anew each time.
      const { 'if-none-match': _known, ...headers } = request.headers ?? {};
      const isDirectory = request.path === '/v1/directory';
      const answer = await transport.send(isDirectory ? { ...request, headers } : request);
      return isDirectory ? this.falsify(answer) : answer;
    },
    openWake: (path, listener) => transport.openWake(path, listener),
    close: () => transport.close(),
  });

  private look(body: string): void {
    const { envelopes } = JSON.parse(body) as { envelopes: unknown[] };
    this.offered.push(...envelopes.map((one) => envelope.parse(one)));
  }

  private falsify(answer: HubResponse): HubResponse {
    const content = this.lie(directory.parse(JSON.parse(Buffer.from(answer.body).toString('utf8'))));
    this.told += 1;
    return { ...answer, body: Buffer.from(JSON.stringify(content)) };
  }
}

const withBureau = (content: Directory, code: string, change: (bureau: DirectoryBureau) => DirectoryBureau) => ({
  ...content,
  bureaus: content.bureaus.map((bureau) => (bureau.code === code ? change(bureau) : bureau)),
});
const withKeys = (code: string, change: (keys: DirectoryKey[]) => DirectoryKey[]) => (content: Directory) =>
  withBureau(content, code, (bureau) => ({ ...bureau, encryptionKeys: change(bureau.encryptionKeys) }));

let hub: TestHub;
let line: LyingHub;
let station: TestWorkstation;
let other: TestWorkstation;
/** Whose private half is the hub's. */
let ofTheHub: TestBureau;

beforeEach(async () => {
  hub = await startTestHub();
  line = new LyingHub();
  station = await TestWorkstation.create({ throughTransport: line.through });
  other = await TestWorkstation.create();
  await other.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
  await station.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  await station.until('directory.list', {}, (all) => all.some(({ code, reachable }) => code === 'RUR' && reachable));
  ofTheHub = await newTestBureau('RUR');
}, 60_000);
afterEach(async () => {
  await station.close();
  await other.close();
  await hub.close();
});

const falseKey = (): DirectoryKey => ({
  keyId: keyId.parse(ofTheHub.keyId),
  publicKey: toBase64Url(ofTheHub.publicKey),
  status: 'current',
  since: toInstant(Date.now()),
});

/** A hub that puts a retired key of its own before the one that was just registered. */
const withFalseFirstKey = (transport: HubTransport): HubTransport => ({
  ...transport,
  send: async (request) => {
    const answer = await transport.send(request);
    if (answer.status !== 200) return answer;
    const enrolled = enrolmentResponse.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
    enrolled.bureau.encryptionKeys.unshift({ ...falseKey(), status: 'retired' });
    return { ...answer, body: Buffer.from(JSON.stringify(enrolled)) };
  },
});

/** What of it the hub could read, whatever name its key goes by. */
async function hubReads({ body, ...frame }: Envelope): Promise<boolean> {
  for (const { bureau, keyId: id } of body.recipients) {
    const opened = await openBody(frame, body, [{ bureau, keyId: id, privateKey: ofTheHub.privateKey }]);
    if (opened.ok) return true;
  }
  return false;
}

/** Until so many whole rounds have begun with what the hub says now. */
async function rounds(count: number): Promise<void> {
  const until = line.told + count;
  while (line.told < until) {
    await station.call('sync.now', {});
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What became of a message that was written while the hub lied. */
async function sentUnder(lie: LyingHub['lie']): Promise<Output<'outbox.list'>> {
  line.lie = lie;
  await rounds(2);
  await station.call('message.send', messageInput({ to: ['RUR'], subject: 'Written while the hub lies' }));
  await rounds(3);
  return (await station.call('outbox.list', {})).filter(({ kind }) => kind === 'message');
}

/** How many of the envelopes that were offered the hub can read. */
const readByTheHub = async () => (await Promise.all(line.offered.map(hubReads))).filter(Boolean).length;

describe('a hub that lies about keys', () => {
  it('reads nothing by a key of its own that goes by the name of the addressee’s', async () => {
    const { publicKey } = falseKey();
    const refused = sentUnder(withKeys('RUR', (keys) => keys.map((key) => ({ ...key, publicKey }))));
    // Nothing is there that could be sealed to: a person is told at once.
    await expect(refused).rejects.toThrow('recipient-unreachable');
    expect(await readByTheHub()).toBe(0);
  });

  it('reads nothing by a second key of the addressee beside the one people know', async () => {
    await sentUnder(withKeys('RUR', (keys) => [...keys, falseKey()]));
    expect(line.offered.filter(({ kind }) => kind === 'message')).toHaveLength(1);
    expect(await readByTheHub()).toBe(0);
  });

  it('reads nothing by another key of the sender’s own bureau: who holds the bureau’s keys seals to no other', async () => {
    const left = await sentUnder(withKeys('UTO', () => [falseKey()]));
    expect(await readByTheHub()).toBe(0);
    expect(left).toMatchObject([{ state: 'waiting', reason: 'waits-for-key' }]);
    // It is said on every screen, and goes on when the hub tells the truth.
    expect((await station.call('status.get', {})).waitingForKeys).toMatchObject({ isSealingWaiting: true });
    // Nor does it go into a bundle, and nobody is told that nothing waits.
    station.files.grant('bundle', join(tmpdir(), 'never-written.ncb'), 'write');
    expect(await refusalOf(station.call('bundle.write', { token: 'bundle' }))).toBe('waiting-for-keys');
    line.lie = (content) => content;
    await rounds(1);
    await station.until('outbox.list', {}, (items) => items.every(({ kind }) => kind !== 'message'));
    expect(await readByTheHub()).toBe(0);
  });

  it('names no first key of a bureau but the one its first workstation has made', async () => {
    const made = await enrol(
      {
        random: systemRandom,
        untrustedGet,
        openTransport: (url, ca) => withFalseFirstKey(httpsTransport(url, { ca })),
      },
      new Map(),
      hub.url,
      await hub.admin.createEnrolmentCode('ZUB'),
    );
    if (!made.ok) throw new Error(made.error.code);
    // Whoever holds the first key may say who belongs to the bureau.
    expect(made.value.identity.rootKey).toBe(made.value.bureauKey?.publicKey);
  });
});
