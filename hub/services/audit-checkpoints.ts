import type { AuditPage } from '#shared/protocol/audit-checkpoint.ts';
import { checkpointBytes } from '#shared/protocol/audit-checkpoint.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import type { Epoch } from '#shared/protocol/epoch.ts';
import { readAuditEntries } from '../store/audit.ts';
import { keepCheckpoint, lastCheckpoint, listUnsignedHeads, type UnsignedHead } from '../store/audit-checkpoints.ts';
import { currentEpoch } from '../store/epochs.ts';
import { type HubDeps, nowOf } from './deps.ts';

/** A chain is signed when it has grown by so many entries, or after so long (ms). */
const ENTRIES = 1000;
const AGE = 5 * 60 * 1000;

type CheckpointDeps = Pick<HubDeps, 'database' | 'clock' | 'auditSigner'>;

async function epochOf({ database }: CheckpointDeps): Promise<Epoch> {
  const epoch = await currentEpoch(database);
  if (!epoch) throw new Error('The hub has no epoch');
  return epoch.id;
}

function isDue({ number, signedAt, signedNumber }: UnsignedHead, now: number): boolean {
  return signedAt === null || number - (signedNumber ?? 0) >= ENTRIES || now - Date.parse(signedAt) >= AGE;
}

async function signHead(deps: CheckpointDeps, epoch: Epoch, { bureau, number, hash }: UnsignedHead): Promise<void> {
  const said = { bureau: bureauCode.parse(bureau), epoch, number, hash, at: nowOf(deps) };
  const signature = await deps.auditSigner.sign(checkpointBytes(said));
  await keepCheckpoint(deps.database, { ...said, signature });
}

/** Signs the heads of the chains that are due; of one bureau, or of all. Any process of the hub may, at any time. */
export async function signDueHeads(deps: CheckpointDeps, bureau: string | null = null): Promise<number> {
  const epoch = await epochOf(deps);
  const heads = await listUnsignedHeads(deps.database, epoch, bureau);
  const due = heads.filter((head) => isDue(head, deps.clock.now()));
  for (const head of due) await signHead(deps, epoch, head);
  return due.length;
}

/** The bureau's chain after an entry, as far as the newest checkpoint, which is made when it is due. */
export async function readAuditPage(
  deps: CheckpointDeps,
  bureau: string,
  after: number,
  limit: number,
): Promise<AuditPage> {
  await signDueHeads(deps, bureau);
  const checkpoint = await lastCheckpoint(deps.database, bureau, await epochOf(deps));
  if (!checkpoint) return { checkpoint: null, entries: [] };
  const entries = await readAuditEntries(deps.database, bureau, after, checkpoint.number, limit);
  return { checkpoint: { ...checkpoint, certificate: deps.auditSigner.certificate }, entries };
}
