import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { bundleWork } from '../bundles/all-bundle-work.ts';
import type { SyncParts } from '../core-deps.ts';
import { ed25519Signer } from '../enrolment/ed25519.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/database.ts';
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
  readonly monotonicMs?: () => number;
  readonly openTransport?: (identity: SyncParts['identity']) => HubTransport;
}

/** The synchronisation of one open store; it begins at once. */
export function startSync({
  timers = systemTimers,
  monotonicMs = () => performance.now(),
  openTransport = mutualTls,
  ...deps
}: SyncDeps): SyncEngine {
  const { identity, clock } = deps;
  const transport = openTransport(identity);
  const stop = new AbortController();
  const { store, ownCommit } = withOwnCommits(deps.store);
  const context: SyncContext = {
    ...deps,
    store,
    ownCommit,
    monotonicMs,
    api: new HubApi(transport, () => clock.now(), monotonicMs),
    signer: ed25519Signer(identity.signingPrivateKey, identity.signingPublicKey),
    numbering: new OneAtATime(),
    stopped: stop.signal,
  };
  const loop = new SyncLoop(context, transport, timers, stop, bundleWork(context));
  loop.start();
  return loop;
}

/** The same store, and whether a commit that is told at the moment was made through it. */
function withOwnCommits(store: Store): Pick<SyncContext, 'store' | 'ownCommit'> {
  const ownCommit = { isUnderWay: false };
  const transaction: Store['transaction'] = (work) => {
    ownCommit.isUnderWay = true;
    try {
      return store.transaction(work);
    } finally {
      ownCommit.isUnderWay = false;
    }
  };
  const own: Store = {
    read: store.read,
    transaction,
    transactionTogether: (work) => store.transactionTogether(work),
    onCommit: (listener) => store.onCommit(listener),
    checkpoint: () => store.checkpoint(),
    checkpointInSlices: () => store.checkpointInSlices(),
    checkpointDue: () => store.checkpointDue(),
    status: () => store.status(),
    close: () => store.close(),
  };
  return { store: own, ownCommit };
}

const mutualTls = ({ hubUrl, hubCa, certificate, tlsKey }: SyncParts['identity']): HubTransport =>
  httpsTransport(hubUrl, { ca: hubCa, certificate, key: tlsKey });
