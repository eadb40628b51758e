import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What /metrics shows: counts and times, with codes as labels, never who or what. */
export interface Metrics {
  readonly contentType: string;
  /** What is shown: of this process, or of all that share its port. */
  read(): Promise<string>;
  readonly verdicts: Counter<'class' | 'code'>;
  readonly refusals: Counter<'code'>;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly checks: Counter<'database' | 'outcome'>;
  readonly blobBytes: Counter<'direction'>;
  readonly wakeConnections: Gauge;
}

/** Given the registry of this process, tells how the counts that are shown are read. */
export type ShareMetrics = (own: Registry) => () => Promise<string>;

const keepToItself: ShareMetrics = (own) => () => own.metrics();

export function createMetrics(share: ShareMetrics = keepToItself): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    contentType: registry.contentType,
    read: share(registry),
    verdicts: new Counter({
      name: 'ncb_hub_verdicts_total',
      help: 'Envelopes by verdict',
      labelNames: ['class', 'code'],
      registers,
    }),
    refusals: new Counter({
      name: 'ncb_hub_refused_connections_total',
      help: 'Requests refused for who sent them',
      labelNames: ['code'],
      registers,
    }),
    requests: new Histogram({
      name: 'ncb_hub_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    checks: new Counter({
      name: 'ncb_hub_checks_total',
      help: 'Database checks by outcome',
      labelNames: ['database', 'outcome'],
      registers,
    }),
    blobBytes: new Counter({
      name: 'ncb_hub_blob_bytes_total',
      help: 'Bytes of sealed chunks',
      labelNames: ['direction'],
      registers,
    }),
    wakeConnections: new Gauge({
      name: 'ncb_hub_wake_connections',
      help: 'Open WebSockets of workstations',
      registers,
    }),
  };
}
