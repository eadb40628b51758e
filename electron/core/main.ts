import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CoreControl, CoreInUse } from '#shared/ipc/core-control.ts';
import { type CoreMessage, callRequest, cancelRequest } from '#shared/ipc/wire.ts';
import { ChosenFiles } from './chosen-files.ts';
import { collectGarbage } from './collect-garbage.ts';
import { type Core, createCore } from './core.ts';
import { freeSpace } from './free-space.ts';
import { InUse } from './in-use.ts';
import { streamLog } from './log.ts';
import { ShellKeyring } from './shell-keyring.ts';
import { nodeFileSystem } from './store/node-file-system.ts';
import { loadSqlite } from './store/sqlite.ts';
import { httpsTransport, untrustedGet } from './sync/https-transport.ts';
import { startSync } from './sync/start-sync.ts';
import { argon2idKdf } from './vault/kdf.ts';

/** The parts of Electron's utility process that are used here; declared so that the core imports no electron. */
interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): void;
  start?(): void;
}
const parentPort = (process as unknown as { parentPort: Port }).parentPort;

const log = streamLog((line) => process.stderr.write(line));
const files = new ChosenFiles();
const keyring = new ShellKeyring((question) => parentPort.postMessage(question));
const inUse = new InUse(
  () => core?.phase() === 'open',
  (now) => parentPort.postMessage({ type: 'in-use', inUse: now } satisfies CoreInUse),
);
const running = new Map<number, AbortController>();
let page: Port | null = null;
let core: Core | null = null;
let ready: Promise<void> = Promise.resolve();

const tellPage = (message: CoreMessage) => page?.postMessage(message);

parentPort.on('message', ({ data, ports }) => {
  const control = data as CoreControl;
  if (control.type === 'start') start(control);
  else if (control.type === 'connect') connect(ports[0]);
  else if (control.type === 'grant') files.grant(control.token, control.path, control.access);
  else if (control.type === 'keyring') keyring.receive(control);
  else end();
});

function start(control: Extract<CoreControl, { type: 'start' }>): void {
  const { profileDir, demoSetup, appVersion, storeLimitBytes } = control;
  const clock = { now: () => Date.now() };
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
  core = createCore(
    {
      vaultDir: join(profileDir, 'vault'),
      besides: [join(profileDir, 'settings.json')],
      fs: nodeFileSystem,
      clock,
      random,
      kdf: argon2idKdf,
      openKeyring: () => keyring.open(),
      files,
      log,
      afterOpening: collectGarbage,
      appVersion,
      storeLimitBytes,
      freeBytes: freeSpace,
      untrustedGet,
      openTransport: (hubUrl, ca) => httpsTransport(hubUrl, { ca }),
      openSync: (parts) => startSync({ ...parts, clock, random, log }),
    },
    tellPage,
  );
  if (demoSetup) ready = core.setUpDemo(demoSetup).catch((error: unknown) => log.error('demo setup', error));
}

/** The page has a new port: it was loaded, or this process is new. */
function connect(port: Port | undefined): void {
  if (!port) return;
  page = port;
  port.on('message', ({ data }) => void receive(port, data));
  port.start?.();
  void ready.then(() => {
    if (core) tellPage({ event: 'session', phase: core.phase() });
    // While the passphrase is typed: the database engine is compiled.
    void loadSqlite();
  });
}

async function receive(port: Port, data: unknown): Promise<void> {
  const cancel = cancelRequest.safeParse(data);
  if (cancel.success) return running.get(cancel.data.cancel)?.abort();
  const request = callRequest.safeParse(data);
  if (!request.success) return log.error('a message that is no call');
  const { id } = request.data;
  const abort = new AbortController();
  running.set(id, abort);
  await ready;
  const progress = (done: number, total: number | null) =>
    port.postMessage({ event: 'progress', call: id, done, total });
  const hooks = { signal: abort.signal, progress };
  const reply = await inUse.during(request.data.method, async () => core?.handle(request.data, hooks));
  running.delete(id);
  if (reply) port.postMessage(reply);
}

function end(): void {
  core?.close();
  process.exit(0);
}
