import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import type { SyncParts } from '../core-deps.ts';
import { ed25519Signer } from '../enrolment/ed25519.ts';
import type { Log } from '../log.ts';
import { httpsTransport } from './https-transport.ts';
import { HubApi } from './hub-api.ts';
import { OneAtATime } from './one-at-a-time.ts';
import type { SyncContext } from './sync-context.ts';
import type { SyncEngine } from './sync-engine.ts';
import { SyncLoop } from './sync-loop.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { HubTransport } from './transport.ts';

interface SyncDeps extends SyncParts, ClockDep, RandomDep {
  readonly log: Log;
  readonly timers?: Timers;
  readonly openTransport?: (identity: SyncParts['identity']) => HubTransport;
}

/** The synchronisation of one open store; it begins at once. */
export function startSync({ timers = systemTimers, openTransport = mutualTls, ...deps }: SyncDeps): SyncEngine {
  const { identity, clock } = deps;
  const transport = openTransport(identity);
  const stop = new AbortController();
  const context: SyncContext = {
    ...deps,
    api: new HubApi(transport, () => clock.now()),
    signer: ed25519Signer(identity.signingPrivateKey, identity.signingPublicKey),
    numbering: new OneAtATime(),
    stopped: stop.signal,
  };
  const loop = new SyncLoop(context, transport, timers, stop);
  loop.start();
  return loop;
}

const mutualTls = ({ hubUrl, hubCa, certificate, tlsKey }: SyncParts['identity']): HubTransport =>
  httpsTransport(hubUrl, { ca: hubCa, certificate, key: tlsKey });
