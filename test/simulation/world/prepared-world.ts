import { createHash, X509Certificate } from 'node:crypto';
import type { CoreDeps } from '#core/core-deps.ts';
import { enrol } from '#core/enrolment/enrol.ts';
import { createStore } from '#core/new-store.ts';
import { type BureauKeyRow, keepBureauKey } from '#core/store/tables/bureau-keys.ts';
import { putBureau } from '#core/store/tables/bureaus.ts';
import type { HubTransport } from '#core/sync/transport.ts';
import type { Role } from '#shared/domain/role.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { deriveEncryptionKeyPair, encryptionKeyId, keyId } from '#shared/protocol/hpke.ts';
import { Dice } from '../dice.ts';
import { type RestorableDatabase, SimulatedHub } from '../hub/simulated-hub.ts';
import { ACCOUNT, coreParts, HUB_URL, simulatedProcess, VAULT } from '../station/core-parts.ts';
import { SimulatedDisk } from '../station/simulated-disk.ts';
import { inventedRecords } from './records.ts';

export const START = Date.parse('2026-11-23T09:00:00.000Z');
export const BUREAUS = ['UTO', 'RUR', 'ZUB'] as const;
export const WORKSTATIONS_EACH = 3;

/** A bureau that the workstations know and the hub does not: what is addressed to it is refused. */
export const STRANGER = 'FRI';

/** An enrolled workstation, as its disk was when it was switched off. */
export interface PreparedStation {
  readonly name: string;
  readonly bureau: string;
  readonly workstationId: WorkstationId;
  /** Base64url, X25519. */
  readonly deviceKey: string;
  /** Of the bureau, when all was prepared. */
  readonly keyId: string;
  /** SHA-256 of its certificate, as TLS shows it. */
  readonly fingerprint: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The same before a colleague has handed the bureau's keys over. */
  readonly filesWithoutKeys: ReadonlyMap<string, Uint8Array>;
}

/** Three bureaus with three enrolled workstations each, and their hub: every seed begins with a copy of it. */
export interface PreparedWorld {
  /** Of the hub's database, in hexadecimal: two processes that live the same seed begin with the same bytes. */
  readonly digest: string;
  readonly hub: Uint8Array;
  readonly stations: readonly PreparedStation[];
}

const namesOf = (code: string) => ({ en: `NCB ${code}`, fr: `BCN ${code}`, es: `OCN ${code}`, ar: code });

/** Enrols everybody with the real code. What comes of it is the same in each process (seeded-keys.ts). */
export async function prepareWorld(database: RestorableDatabase): Promise<PreparedWorld> {
  const dice = new Dice(1);
  const clock = { now: () => START };
  const hub = await SimulatedHub.open(database, clock, dice);
  for (const code of BUREAUS)
    await hub.admin.addBureau({ code, names: namesOf(code), role: 'national-central-bureau' });
  for (const [kind, records] of inventedRecords) await hub.admin.importRecords(kind, records);
  const stations: PreparedStation[] = [];
  for (const bureau of BUREAUS) {
    let key: BureauKeyRow | null = null;
    for (let number = 1; number <= WORKSTATIONS_EACH; number += 1) {
      const made = await prepareStation(hub, `${bureau}-${number}`, bureau, dice, key);
      key = made.bureauKey;
      stations.push(made.station);
    }
  }
  await hub.close();
  const image = await database.snapshot();
  return { digest: createHash('sha256').update(image).digest('hex'), hub: image, stations };
}

async function prepareStation(
  hub: SimulatedHub,
  name: string,
  bureau: string,
  dice: Dice,
  /** As another workstation of the bureau has handed it over. */
  handedOver: BureauKeyRow | null,
): Promise<{ station: PreparedStation; bureauKey: BureauKeyRow | null }> {
  const disk = new SimulatedDisk();
  const deps = enrolmentParts(hub, disk, dice);
  const code = await hub.admin.createEnrolmentCode(bureau);
  const enrolled = await enrol(deps, new Map(), HUB_URL, code);
  if (!enrolled.ok) throw new Error(`${name} is not enrolled: ${enrolled.error.code}`);
  const { identity } = enrolled.value;
  const bureauKey = enrolled.value.bureauKey ?? handedOver;
  const roles: Role[] = ['officer', 'supervisor', 'administrator'];
  const created = await createStore(deps, { identity, bureauKey: null }, ACCOUNT, roles);
  if (!created.ok) throw new Error(`${name} has no store: ${created.error.code}`);
  const { store } = created.value;
  const stranger = await strangersKey();
  store.transaction((tx) =>
    putBureau(
      tx,
      { code: STRANGER, role: 'national-central-bureau', names: namesOf(STRANGER), keys: [stranger] },
      START,
    ),
  );
  store.checkpoint();
  const filesWithoutKeys = disk.files();
  if (bureauKey) store.transaction((tx) => keepBureauKey(tx, bureauKey));
  store.checkpoint();
  store.close();
  filesWithoutKeys.delete(`${VAULT}/lock.ncb`);
  const { workstationId, devicePublicKey: deviceKey, certificate } = identity;
  const fingerprint = new X509Certificate(certificate).fingerprint256;
  const facts = { name, bureau, workstationId, deviceKey, keyId: bureauKey?.keyId ?? '', fingerprint };
  const station = { ...facts, files: disk.files(), filesWithoutKeys };
  return { station, bureauKey };
}

function enrolmentParts(hub: SimulatedHub, disk: SimulatedDisk, dice: Dice): CoreDeps {
  const transport: HubTransport = {
    send: (request) => hub.answer(request, null),
    openWake: () => ({ say: () => undefined, close: () => undefined }),
    close: () => undefined,
  };
  return coreParts({
    fs: disk.mount(),
    clock: { now: () => START },
    random: dice.fork(),
    log: { error: () => undefined, info: () => undefined },
    processes: simulatedProcess(0, () => 0),
    untrustedGet: (_url, path) => hub.answer({ method: 'GET', path }, null),
    openTransport: () => transport,
    openSync: () => {
      throw new Error('Nothing is synchronised while a world is prepared.');
    },
  });
}

async function strangersKey() {
  const { publicKey } = await deriveEncryptionKeyPair(new Uint8Array(32).fill(7));
  const since = new Date(START).toISOString();
  const name = keyId.parse(await encryptionKeyId(publicKey));
  return { keyId: name, publicKey: toBase64Url(publicKey), status: 'current' as const, since };
}
