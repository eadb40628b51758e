import { Client } from 'pg';
import type { EnvelopeId } from '#shared/lib/ids.ts';
import { newId } from '#shared/lib/ids.ts';
import type { Envelope } from '#shared/protocol/envelope.ts';
import { signEnvelope } from '#shared/protocol/envelope-signature.ts';
import { makeEnvelope, newTestBureau, testDeps } from './envelopes.ts';
import type { TestHub } from './hub.ts';
import { enrolWorkstation } from './hub-client.ts';
import { type Drained, LightWorkstation } from './light-workstation.ts';

const BUREAUS = ['UTO', 'RUR', 'ZUB', 'GSE'] as const;
/** What an officer writes, about. Characters. */
const TEXT = 'Please tell us to whom the passport was issued and whether it has been reported lost. '.repeat(4);
const CONNECTIONS = 16;

export interface Returned {
  readonly workstations: number;
  readonly items: number;
  /** From the first contact until the last outbox was empty (ms). */
  readonly ms: number;
  readonly retries: number;
  readonly refused: readonly string[];
  /** When each was empty (ms). */
  readonly emptyAfter: readonly number[];
  /** What the same PostgreSQL needs to take the same envelopes by prepared inserts on sixteen connections, and nothing else (ms). */
  readonly floorMs: number;
}

/** Lets so many workstations of four bureaus come back at once, each with so many envelopes for another bureau. */
export async function returnAtOnce(hub: TestHub, workstations: number, itemsEach: number): Promise<Returned> {
  const stations = await enrolled(hub, workstations, itemsEach);
  const begun = performance.now();
  const drained: Drained[] = await Promise.all(stations.map((station) => station.drain()));
  const ms = performance.now() - begun;
  for (const station of stations) station.close();
  const rows = await hub.database.query<{ document: Envelope }>('select document from envelopes');
  return {
    workstations,
    items: rows.length,
    ms,
    retries: drained.reduce((sum, one) => sum + one.retries, 0),
    refused: drained.flatMap(({ refused }) => refused),
    emptyAfter: drained.map((one) => one.ms),
    floorMs: await floorOf(
      hub.databaseUrl,
      rows.map(({ document }) => document),
    ),
  };
}

async function enrolled(hub: TestHub, workstations: number, itemsEach: number): Promise<LightWorkstation[]> {
  const bureaus = await Promise.all(BUREAUS.map(newTestBureau));
  const stations: LightWorkstation[] = [];
  for (let number = 0; number < workstations; number += 1) {
    const bureau = bureaus[number % bureaus.length];
    const other = bureaus[(number + 1) % bureaus.length];
    if (!bureau || !other) throw new Error('There is no bureau.');
    const sender = await enrolWorkstation(hub, bureau);
    const first = await makeEnvelope({ sender, to: [other], sequence: 1, content: { text: TEXT } });
    const waiting = [JSON.stringify(first)];
    while (waiting.length < itemsEach) waiting.push(JSON.stringify(await another(sender, first, waiting.length + 1)));
    stations.push(new LightWorkstation(hub, sender, waiting));
  }
  return stations;
}

/** The hub cannot look into a body: another envelope may carry the same, which spares the test its sealing. */
async function another(sender: Parameters<typeof signEnvelope>[0], first: Envelope, sequence: number) {
  const { signature: _first, ...unsigned } = first;
  return signEnvelope(sender, { ...unsigned, id: newId(testDeps) as EnvelopeId, sequence });
}

async function floorOf(databaseUrl: string, documents: readonly Envelope[]): Promise<number> {
  const clients = Array.from({ length: CONNECTIONS }, () => new Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query('create table floor (bureau text, id uuid, document jsonb, primary key (bureau, id))');
  const texts = documents.map((document) => [document.from.bureau, document.id, JSON.stringify(document)]);
  const begun = performance.now();
  await Promise.all(
    clients.map(async (client, lane) => {
      for (let at = lane; at < texts.length; at += CONNECTIONS) {
        await client.query({ name: 'floor', text: 'insert into floor values ($1, $2, $3)', values: texts[at] ?? [] });
      }
    }),
  );
  const ms = performance.now() - begun;
  await Promise.all(clients.map((client) => client.end()));
  return ms;
}
