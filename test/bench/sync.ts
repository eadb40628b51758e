/**
 * npm run bench -- sync [items [workstations [items of each]]]: one real workstation that drains a full outbox through the hub, and many
 * light ones that come back at once, against a PostgreSQL that syncs. The last line is JSON: items/s, bytes on the wire for each item
 * against its size, and the time against what the same PostgreSQL needs for the same rows alone.
 */
import { ensureDatabase, openEmbeddedServer } from '#hub/store/embedded-postgres.ts';
import { startTestHub } from '#test/helpers/hub.ts';
import { newPostgresFolder, removePostgresFolder } from '#test/helpers/postgres-run.ts';
import { returnAtOnce } from '#test/helpers/returning-workstations.ts';
import { openTwoBureaus, toRuritania, untilTrue } from '#test/helpers/two-bureaus.ts';
import { percentile, rounded } from './lib/figures.ts';

const [items = 5_000, workstations = 500, itemsEach = 20] = process.argv.slice(2).map(Number);
const HOUR_MS = 3_600_000;

const folder = await newPostgresFolder();
const server = await openEmbeddedServer(folder, { max_connections: '300' });
const databaseOf = async (name: string) => {
  await ensureDatabase(server, name);
  return server.url(name);
};

const drained = await drainOne();
process.stdout.write(`one workstation: ${JSON.stringify(drained)}\n`);
const returned = await returnAll();
await removePostgresFolder(folder);
process.stdout.write(`${JSON.stringify({ drained, returned })}\n`);
process.exit(0);

async function drainOne() {
  const world = await openTwoBureaus({ hub: { databaseUrl: await databaseOf('drain') } });
  const { hub, utopia, line } = world;
  await utopia.call('sync.pause', { on: true });
  for (let item = 0; item < items; item += 1) await utopia.call('message.send', toRuritania(`Item ${item}`));
  const before = { ...line.carried };
  const begun = performance.now();
  await utopia.call('sync.pause', { on: false });
  await untilTrue(async () => (await utopia.call('status.get', {})).waiting === 0, HOUR_MS, 100);
  const seconds = (performance.now() - begun) / 1000;
  const carried = { up: line.carried.up - before.up, down: line.carried.down - before.down };
  const [sizes] = await hub.database.query<{ envelope: number; body: number }>(
    `select avg(octet_length(document::text))::int as envelope, avg(octet_length(document->'body'->>'ciphertext') * 3 / 4)::int as body
     from envelopes where bureau = 'UTO' and document->>'kind' = 'message'`,
  );
  await world.close();
  const perItem = (bytes: number) => Math.round(bytes / items);
  return {
    items,
    seconds: rounded(seconds),
    itemsPerSecond: rounded(items / seconds),
    bodyBytes: sizes?.body,
    envelopeBytes: sizes?.envelope,
    wireBytesUp: perItem(carried.up),
    wireBytesDown: perItem(carried.down),
    wireUpToBody: rounded(perItem(carried.up) / (sizes?.body ?? 1)),
  };
}

async function returnAll() {
  const hub = await startTestHub({ databaseUrl: await databaseOf('return') });
  const result = await returnAtOnce(hub, workstations, itemsEach);
  await hub.close();
  return {
    workstations: result.workstations,
    items: result.items,
    seconds: rounded(result.ms / 1000),
    itemsPerSecond: rounded((result.items * 1000) / result.ms),
    emptyAfterSeconds: {
      median: rounded(percentile(result.emptyAfter, 0.5) / 1000),
      p99: rounded(percentile(result.emptyAfter, 0.99) / 1000),
    },
    retries: result.retries,
    refused: result.refused.length,
    floorSeconds: rounded(result.floorMs / 1000),
    timesTheFloor: rounded(result.ms / result.floorMs),
  };
}
