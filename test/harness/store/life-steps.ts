import { createHash } from 'node:crypto';
import type { WriteDb } from '#core/store/database.ts';
import { BEA, type Step, type VaultLife } from './vault-life.ts';

/** What a person does with a vault, one thing at a time, and the lives made of it. */

const SMALL_FILE_BYTES = 3_000;

export const create: Step = (life) => life.create();

export const open: Step = (life) => life.open();

export const close: Step = async (life) => {
  life.close();
  return {};
};

export const crash: Step = async (life) => {
  life.leave();
  return {};
};

/** One transaction of a case with its picture, and two notes: enough to see half of it. */
export function commit(pictureBytes: number): Step {
  return async (life) => {
    addCase(life, pictureBytes);
    return {};
  };
}

/** Two transactions that wait together and are acknowledged together. */
export const commitTogether: Step = async (life) => {
  const serials = [life.nextSerial(), life.nextSerial()];
  const { store } = life.parts;
  await Promise.all(serials.map((serial) => store.transactionTogether((tx) => writeCase(tx, serial, serial * 100))));
  life.committed.push(...serials);
  return {};
};

export const checkpoint: Step = async (life) => {
  life.parts.store.checkpoint();
  return {};
};

export const checkpointInSlices: Step = async (life) => {
  await life.parts.store.checkpointInSlices();
  return {};
};

/** A checkpoint that gives the thread back; what stands between these two steps is done in the midst of it. */
export const startCheckpointInSlices: Step = async (life) => {
  pendingCheckpoints.set(life, life.parts.store.checkpointInSlices());
  return {};
};

export const awaitCheckpoint: Step = async (life) => {
  await pendingCheckpoints.get(life);
  return {};
};

/** Lets a checkpoint in slices do its next slice. */
export const nextSlice: Step = async () => {
  await new Promise((resolve) => setImmediate(resolve));
  return {};
};

const pendingCheckpoints = new WeakMap<VaultLife, Promise<void>>();

export const addBea: Step = async (life) => {
  must(await life.parts.vault.addUser(BEA.username, BEA.passphrase, { supervisor: true }));
  const refused = life.known.refused.filter((login) => login.username !== BEA.username);
  return { opens: [...life.known.opens, BEA], refused };
};

export const removeBea: Step = async (life) => {
  must(await life.parts.vault.removeUser(BEA.username));
  return {
    opens: life.known.opens.filter((login) => login.username !== BEA.username),
    refused: [...life.known.refused, BEA],
  };
};

/** Changes the first user's passphrase to another. */
export function changePassphrase(next: string): Step {
  return async (life) => {
    const [first, ...others] = life.known.opens;
    if (!first) throw new Error('Nobody can open this vault.');
    must(await life.parts.vault.changePassphrase(first.username, first.passphrase, next));
    return { opens: [{ ...first, passphrase: next }, ...others], refused: [...life.known.refused, first] };
  };
}

export const replaceRecoveryKey: Step = async (life) => ({
  recoveryKey: await life.parts.vault.replaceRecoveryKey(),
});

export const putAttachment: Step = async (life) => {
  const bytes = new Uint8Array(SMALL_FILE_BYTES).fill(life.nextSerial());
  const { digest } = await life.parts.attachments.put(piecesOf(bytes));
  if (digest !== createHash('sha256').update(bytes).digest('hex')) throw new Error('Another content was stored.');
  return { attachments: [...life.known.attachments, digest] };
};

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 1000);
  yield bytes.subarray(1000);
}

function addCase(life: VaultLife, pictureBytes: number): void {
  const serial = life.nextSerial();
  life.parts.store.transaction((tx) => writeCase(tx, serial, pictureBytes));
  life.committed.push(serial);
}

function writeCase(tx: WriteDb, serial: number, pictureBytes: number): void {
  const picture = new Uint8Array(pictureBytes).fill(serial);
  tx.run('INSERT INTO cases (title, picture) VALUES (?, ?)', [`case ${serial}`, picture]);
  tx.run('INSERT INTO notes (case_id, text) VALUES ((SELECT max(id) FROM cases), ?)', [`first of ${serial}`]);
  tx.run('INSERT INTO notes (case_id, text) VALUES ((SELECT max(id) FROM cases), ?)', [`second of ${serial}`]);
}

function must(result: { ok: boolean; error?: { kind: string } }): void {
  if (!result.ok) throw new Error(`Refused: ${result.error?.kind}`);
}
