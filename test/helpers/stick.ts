import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '#shared/ipc/contract.ts';
import { caseInput, messageInput } from './casework.ts';
import { openColleague } from './colleague.ts';
import { startTestHub, type TestHub } from './hub.ts';
import { CallRefused, CuttableLine, TestWorkstation } from './workstation.ts';

/** A stick that officers carry from one workstation to another, as a folder of its own. */
export class Stick {
  readonly folder: string;
  #tokens = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Stick> {
    return new Stick(await mkdtemp(join(tmpdir(), 'ncb-stick-')));
  }

  remove = (): Promise<void> => rm(this.folder, { recursive: true, force: true });

  path = (name: string): string => join(this.folder, name);

  /** The token of a file that the officer at this workstation has chosen. */
  grant = (station: TestWorkstation, name: string, access: 'read' | 'write'): string => {
    this.#tokens += 1;
    const token = `token-${this.#tokens}`;
    station.files.grant(token, this.path(name), access);
    return token;
  };

  write = (station: TestWorkstation, name: string) =>
    station.call('bundle.write', { token: this.grant(station, name, 'write') });

  read = (station: TestWorkstation, name: string) =>
    station.call('bundle.read', { token: this.grant(station, name, 'read') });

  /** Writes the answers to a bundle that was read in. */
  answer = (station: TestWorkstation, id: string, name: string) =>
    station.call('bundle.write-answers', { id, token: this.grant(station, name, 'write') });

  takeOver = (station: TestWorkstation, name: string) =>
    station.call('bundle.take-over', { token: this.grant(station, name, 'read') });

  /** A case with a photograph of this content. */
  addFile = async (station: TestWorkstation, content: Buffer) => {
    await writeFile(this.path('photograph.jpg'), content);
    const { id: caseId } = await station.call('case.create', caseInput());
    const { id } = await station.call('file.add', { caseId, token: this.grant(station, 'photograph.jpg', 'read') });
    return { caseId, attachmentIds: [id] };
  };

  /** The bytes of the file that came with the message of this subject. */
  fileOf = async (station: TestWorkstation, subject: string): Promise<Buffer> => {
    const { rows } = await station.call('message.list', {});
    const conversationId = rows.find((row) => row.subject === subject)?.conversationId;
    if (!conversationId) throw new Error(`No message ${subject}`);
    const isHere = ({ state }: { state: string }) => state === 'here';
    const thread = await station.until('message.thread', { conversationId }, (messages) =>
      messages.some(({ files }) => files.some(isHere)),
    );
    const [file] = thread.flatMap(({ files }) => files).filter(isHere);
    if (!file) throw new Error('No file');
    await station.call('file.save', { id: file.id, token: this.grant(station, 'saved', 'write') });
    return readFile(this.path('saved'));
  };
}

/** A field workstation and one at the office, which hold the same bureau key, and a stick between them. */
export interface FieldAndOffice {
  readonly hub: TestHub;
  readonly stick: Stick;
  /** The field workstation's, which a test cuts. */
  readonly line: CuttableLine;
  readonly field: TestWorkstation;
  readonly office: TestWorkstation;
  close(): Promise<void>;
}

export async function openFieldAndOffice(): Promise<FieldAndOffice> {
  const hub = await startTestHub();
  const stick = await Stick.open();
  const line = new CuttableLine();
  const field = await TestWorkstation.create({ throughTransport: line.through });
  await field.enrol(hub.url, await hub.admin.createEnrolmentCode('UTO'));
  const office = await openColleague(hub, field);
  await field.call('sync.now', {});
  const close = async () => {
    for (const station of [field, office]) await station.close();
    await hub.close();
    await stick.remove();
  };
  return { hub, stick, line, field, office, close };
}

export interface FieldOfficeAndOther extends FieldAndOffice {
  /** A workstation of another bureau, which the field workstation can write to. */
  readonly other: TestWorkstation;
}

export async function openFieldOfficeAndOther(): Promise<FieldOfficeAndOther> {
  const bureau = await openFieldAndOffice();
  const { hub, field } = bureau;
  const other = await TestWorkstation.create();
  await other.enrol(hub.url, await hub.admin.createEnrolmentCode('RUR'));
  await field.call('sync.now', {});
  await field.until('directory.list', {}, (bureaus) =>
    bureaus.some(({ code, reachable }) => code === 'RUR' && reachable),
  );
  const close = async () => {
    await other.close();
    await bureau.close();
  };
  return { ...bureau, other, close };
}

/** A request to the other bureau. */
export const send = (station: TestWorkstation, subject: string, more: object = {}) =>
  station.call('message.send', messageInput({ to: ['RUR'], subject, ...more }));

/** What became of all but the changes of shared records. */
export const outcomes = ({ items }: Output<'bundle.read'>) =>
  items.filter(({ kind }) => kind !== 'record-changes').map(({ kind, outcome }) => `${kind} ${outcome}`);

/** What became of the changes of shared records: they travel in one item or in several, as it comes. */
export const changes = ({ items }: Output<'bundle.read'>) => [
  ...new Set(items.filter(({ kind }) => kind === 'record-changes').map(({ outcome }) => outcome)),
];

/** Subjects of the messages at a workstation, each as often as it came. */
export const subjectsAt = async (station: TestWorkstation) =>
  (await station.call('message.list', {})).rows.map(({ subject }) => subject).toSorted();

export const untilMessages = (station: TestWorkstation, count: number) =>
  station.until('message.list', {}, ({ rows }) => rows.length >= count);

/** Nothing waits any more and nothing needs a person. */
export const untilNothingWaits = (station: TestWorkstation) =>
  station.until('outbox.list', {}, (items) => items.length === 0);

/** The code a call was refused with; null when it was not. */
export const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof CallRefused ? error.appError.code : error),
  );

/** As if an administrator of the hub were at work in the middle of a bundle: this happens with the first envelopes that are decided. */
export const whileDeciding = (hub: TestHub, sql: string) =>
  hub.database.query(
    `create function meanwhile() returns trigger language plpgsql as $$ begin ${sql}; return null; end $$;
     create trigger meanwhile after insert on answers for each statement execute function meanwhile()`,
  );

export const decideUndisturbed = (hub: TestHub) => hub.database.query('drop trigger meanwhile on answers');

/** More than one request carries. */
export async function sendMany(station: TestWorkstation): Promise<string[]> {
  const subjects = Array.from({ length: 25 }, (_, at) => `Of many: ${String(at + 1).padStart(2, '0')}`);
  for (const subject of subjects) await send(station, subject);
  return subjects;
}

/** An administrator there confirms whoever waits, and gives the bureau another key. */
export async function renewKey(station: TestWorkstation): Promise<void> {
  await station.signInAgain('admin');
  const { workstations } = await station.call('bureau-keys.overview', {});
  for (const { id, state, fingerprint } of workstations)
    if (state === 'waiting') await station.call('bureau-keys.confirm', { id, fingerprint });
  await station.call('bureau-keys.renew', {});
  await station.until('bureau-keys.overview', {}, ({ retired, isRenewing }) => retired === 1 && !isRenewing);
  await station.signInAgain();
}
