import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createCase } from '#core/actions/create-case.ts';
import { createPerson } from '#core/actions/create-person.ts';
import type { ActionContext, Answer, Workstation } from '#core/context.ts';
import { recordAudit } from '#core/record-audit.ts';
import type { Store } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { nodeFileSystem } from '#core/store/node-file-system.ts';
import { insertAttachment } from '#core/store/tables/attachments.ts';
import { type Identity, writeIdentity } from '#core/store/tables/identity.ts';
import { insertUser } from '#core/store/tables/users.ts';
import { argon2idKdf } from '#core/vault/kdf.ts';
import { createVault, type VaultParts } from '#core/vault/vault.ts';
import { contract } from '#shared/ipc/contract.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import { type AttachmentId, type CaseId, newId, type UserId, type WorkstationId } from '#shared/lib/ids.ts';

/** The sealed store, and what a later version must find in it. */
export const STORE_FOLDER = 'vault';
export const ABOUT_FILE = 'about.json';

export const sampleStore = z.object({
  appVersion: z.string(),
  schemaVersion: z.int(),
  username: z.string(),
  passphrase: z.string(),
  recoveryKey: z.string(),
  cases: z.array(z.string()),
  persons: z.array(z.string()),
  file: z.object({ name: z.string(), size: z.int(), sha256: z.string() }),
  auditEntries: z.int(),
});
export type SampleStore = z.infer<typeof sampleStore>;

const ACCOUNT = { username: 'sample', passphrase: 'an open secret for a sample store' };
const CASES = ['Forged permits at the harbour', 'Stolen vehicle seen in Zenda', 'قضية تجريبية'];
const PERSONS = ['Vandros', 'Ferrant', 'Quill'];
/** More than one chunk. */
const FILE_BYTES = 1_100_000;

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

/**
 * Writes a sealed store of this version with a little of everything, by the product's own actions, and beside it what is in it: two
 * generations, a journal with records, a file of two chunks.
 * @param folder exists, and is empty
 */
export async function writeSampleStore(folder: string, appVersion: string): Promise<SampleStore> {
  const dir = join(folder, STORE_FOLDER);
  const options = { dir, fs: nodeFileSystem, clock, random, kdf: argon2idKdf, migrations: allMigrations, appVersion };
  const created = await createVault({ ...options, firstUser: ACCOUNT });
  if (!created.ok) throw new Error(`The store was not created: ${created.error.kind}`);
  const { store } = created.value;
  const file = await fill(created.value);
  const entries = store.read.get<{ count: number }>('SELECT count(*) AS count FROM audit')?.count ?? 0;
  store.close();
  const about: SampleStore = {
    appVersion,
    schemaVersion: allMigrations.at(-1)?.version ?? 0,
    ...ACCOUNT,
    recoveryKey: created.value.recoveryKey,
    cases: CASES,
    persons: PERSONS,
    file,
    auditEntries: entries,
  };
  writeFileSync(join(folder, ABOUT_FILE), `${JSON.stringify(about, null, 2)}\n`);
  return about;
}

async function fill({ store, attachments }: VaultParts): Promise<SampleStore['file']> {
  const actor: SignedInUser = {
    id: newId({ clock, random }) as UserId,
    username: ACCOUNT.username,
    name: 'Sample',
    roles: ['officer', 'supervisor'],
  };
  store.transaction((tx) => {
    writeIdentity(tx, identity());
    insertUser(tx, { ...actor, active: true, createdAt: clock.now() });
  });
  const caseIds = CASES.map((title, index) => addCase(store, actor, title, PERSONS[index] ?? ''));
  store.checkpoint();
  const file = await addFile(store, attachments, caseIds[0] ?? null);
  store.checkpoint();
  store.transaction((tx) => {
    const call = { method: 'sample.end', at: clock.now(), actor, subject: 'workstation', subjectId: null, detail: {} };
    recordAudit(tx, call);
  });
  return file;
}

/** One case with one person in it, and its entry in the audit trail. */
function addCase(store: Store, actor: SignedInUser, title: string, familyName: string): CaseId {
  return store.transaction((tx) => {
    // The two actions use neither the station's files nor its line.
    const station = {} as Workstation;
    const made = { newId: () => newId({ clock, random }), now: clock.now(), identity: identity(), station };
    const ctx: ActionContext = { db: tx, tx, actor, ...made };
    const { id } = must(createCase(ctx, contract['case.create'].input.parse({ ...A_CASE, title })));
    const fields = contract['person.create'].input.shape.fields.parse({ ...A_PERSON, familyName });
    must(createPerson(ctx, { caseId: id, role: 'suspect', fields, mrz: null }));
    recordAudit(tx, { method: 'case.create', at: clock.now(), actor, subject: 'case', subjectId: id, detail: {} });
    return id;
  });
}

async function addFile(
  store: Store,
  attachments: VaultParts['attachments'],
  caseId: CaseId | null,
): Promise<SampleStore['file']> {
  const content = Buffer.alloc(FILE_BYTES, 'sample ');
  const source = (async function* () {
    yield new Uint8Array(content);
  })();
  const { digest, size } = await attachments.put(source);
  const id = newId({ clock, random }) as AttachmentId;
  const where = { id, caseId, messageId: null, digest, size, state: 'here' as const, remote: null };
  const what = { name: 'sample.txt', mediaType: 'text/plain', addedAt: clock.now(), addedBy: 'Sample' };
  store.transaction((tx) => insertAttachment(tx, { ...where, ...what }));
  attachments.settle(digest, () => true);
  return { name: what.name, size, sha256: createHash('sha256').update(content).digest('hex') };
}

const A_CASE = {
  crimeArea: 'people-smuggling',
  priority: 'normal',
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'for-official-use-only',
  officerId: null,
  description: 'Everything in a sample store is invented.',
};
const A_PERSON = { forename: 'Erika', sex: 'F', birthDate: '1974', nationalities: ['UTO'] };

const identity = (): Identity => ({
  bureau: 'UTO',
  workstationId: newId({ clock, random }) as WorkstationId,
  name: 'UTO-SAMPLE',
  hubUrl: 'https://localhost:1',
  hubCa: '',
  certificate: '',
  tlsKey: '',
  signingPublicKey: '',
  signingPrivateKey: '',
  devicePublicKey: '',
  devicePrivateKey: '',
  rootKey: '',
});

function must<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}
