import { createAdmin, type HubAdmin } from '#hub/services/administration.ts';
import { openHubDatabase } from '#hub/start-hub.ts';
import { newId } from '#shared/lib/ids.ts';
import { type Envelope, unsignedEnvelope } from '#shared/protocol/envelope.ts';
import { signEnvelope } from '#shared/protocol/envelope-signature.ts';
import { makeEnvelope, newTestBureau, type TestBureau, testDeps } from '#test/helpers/envelopes.ts';
import { enrolWorkstation, type HubAddress, type TestWorkstation } from '#test/helpers/hub-client.ts';

const BUREAUS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH'];
/** Stolen documents in the reference database. */
const DOCUMENTS = 20_000;
/** As long as an ordinary request between bureaus. */
const TEXT = 'The bearer of the document named below was checked at the border. '.repeat(8);

/** Fills a hub's database; the admin is closed with it. */
export async function openBenchDatabase(
  databaseUrl: string,
): Promise<{ admin: HubAdmin; caPem: string; close(): Promise<void> }> {
  const deps = await openHubDatabase({ databaseUrl });
  const admin = createAdmin(deps);
  for (const code of BUREAUS) {
    const names = { en: code, fr: code, es: code, ar: code };
    await admin.addBureau({ code, names, role: 'national-central-bureau' });
  }
  await admin.importRecords(
    'sltd',
    Array.from({ length: DOCUMENTS }, (_, index) => ({
      recordId: `D-${index}`,
      documentNumber: documentNumber(index),
      issuingCountry: 'UTO',
      type: 'passport',
      fraudType: 'stolen',
    })),
  );
  return { admin, caPem: deps.authority.certificatePem, close: () => deps.database.close() };
}

const documentNumber = (index: number): string => `L${String(index).padStart(7, '0')}`;

/** A workstation that has sent so far. */
export interface BenchStation extends TestWorkstation {
  sequence: number;
}

export interface BenchWorld {
  readonly stations: readonly BenchStation[];
  /** The next envelope of a station, to the next bureau; signed, its sealed body made once. */
  nextEnvelope(station: BenchStation): Promise<Envelope>;
  /** A check of a document; every second one is known. */
  nextCheck(): { readonly json: string; readonly documentNumber: string };
}

/** Enrols so many workstations, spread over eight bureaus. */
export async function enrolBenchWorld(hub: HubAddress, admin: HubAdmin, stations: number): Promise<BenchWorld> {
  const bureaus = await Promise.all(BUREAUS.map(newTestBureau));
  const enrolled: BenchStation[] = [];
  for (let index = 0; index < stations; index++) {
    const bureau = bureaus[index % bureaus.length] as TestBureau;
    enrolled.push({ ...(await enrolWorkstation({ ...hub, admin }, bureau)), sequence: 0 });
  }
  const models = new Map<string, Envelope>();
  for (const [index, bureau] of bureaus.entries()) {
    const sender = enrolled.find((station) => station.bureau === bureau);
    const to = [bureaus[(index + 1) % bureaus.length] as TestBureau];
    if (sender) models.set(bureau.code, await makeEnvelope({ sender, to, sequence: 1, content: { text: TEXT } }));
  }
  let checks = 0;
  return {
    stations: enrolled,
    nextEnvelope: (station) => {
      station.sequence += 1;
      const { signature: _, ...model } = models.get(station.bureau.code) as Envelope;
      const from = { bureau: station.bureau.code, workstation: station.workstation };
      const unsigned = unsignedEnvelope.parse({ ...model, id: newId(testDeps), from, sequence: station.sequence });
      return signEnvelope({ signer: station.signer }, unsigned);
    },
    nextCheck: () => {
      checks += 1;
      const number = documentNumber((checks * 7919) % (2 * DOCUMENTS));
      const query = { documentNumber: number };
      const purpose = 'search-wanted-person';
      return {
        json: JSON.stringify({ checkId: newId(testDeps), database: 'sltd', purpose, query }),
        documentNumber: number,
      };
    },
  };
}
