import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import type { BureauRole } from '#shared/domain/role.ts';
import { newId } from '#shared/lib/ids.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import type { BureauNames } from '#shared/protocol/directory.ts';
import { type Epoch, epoch } from '#shared/protocol/epoch.ts';
import { appendAudit, type ChainReport, HUB_CHAIN, listChains, verifyAuditChain } from '../store/audit.ts';
import { addBureau, loseBureauKeys, setBureauStatus } from '../store/bureaus.ts';
import type { Transaction } from '../store/database.ts';
import { beginEpoch, currentEpoch } from '../store/epochs.ts';
import { revokeWorkstation } from '../store/workstations.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { createEnrolmentCode } from './enrolment.ts';
import { type HubStatus, readStatus } from './hub-status.ts';
import { type ImportReport, importRecords } from './import-records.ts';
import { type Retention, type RetentionReport, tidyHub } from './retention.ts';
import { tellOfDirectory } from './wake-calls.ts';

type AdminDeps = Pick<HubDeps, 'database' | 'clock' | 'random' | 'authority'>;

export interface NewBureau {
  readonly code: string;
  readonly names: BureauNames;
  readonly role: BureauRole;
}

/** What an administrator of the hub can do, from the command line or from a program that runs the hub. */
export interface HubAdmin {
  /** False when the bureau was there already. */
  addBureau(bureau: NewBureau): Promise<boolean>;
  /** Throws when there is no such bureau. */
  suspendBureau(code: string, suspended: boolean): Promise<void>;
  /** A one-time code, as it is read out to the officer at the new workstation. */
  createEnrolmentCode(bureau: string, minutes?: number): Promise<string>;
  /**
   * No workstation holds the bureau's keys any more, and none can come back: the next to enrol registers a new one. What
   * was sealed to the lost keys opens to nobody. Throws when the bureau has no key.
   */
  loseBureauKeys(code: string): Promise<void>;
  /** For good. Throws when there is no such active workstation. */
  revokeWorkstation(id: string): Promise<void>;
  /** After the database was restored from a backup: begins a new history. */
  beginEpoch(): Promise<Epoch>;
  /** See import-records.ts. */
  importRecords(database: DatabaseKind, records: readonly unknown[], complete?: boolean): Promise<ImportReport>;
  /** Lets go of what nobody needs any more: see retention.ts. */
  tidy(retention: Retention): Promise<RetentionReport>;
  status(): Promise<HubStatus>;
  /** Recomputes every audit chain. */
  verifyAudit(): Promise<ChainReport[]>;
}

const DEFAULT_MINUTES = 60;

async function newEpoch(tx: Transaction, deps: AdminDeps): Promise<Epoch> {
  const at = nowOf(deps);
  const { id } = await beginEpoch(tx, epoch.parse(newId(deps)), at);
  await appendAudit(tx, { bureau: HUB_CHAIN, at, event: 'epoch-began', subject: id });
  return id;
}

/** Makes sure that there is a history to write into. */
export async function ensureEpoch(deps: AdminDeps): Promise<void> {
  await deps.database.transaction(async (tx) => {
    await tx.query('lock table epochs in exclusive mode');
    if (!(await currentEpoch(tx))) await newEpoch(tx, deps);
  });
}

export function createAdmin(deps: AdminDeps): HubAdmin {
  const { database } = deps;
  const event = (tx: Transaction, bureau: string, name: string, subject?: string) =>
    appendAudit(tx, { bureau, at: nowOf(deps), event: name, ...(subject && { subject }) });
  return {
    addBureau: (bureau) =>
      database.transaction(async (tx) => {
        const added = await addBureau(tx, { ...bureau, code: bureauCode.parse(bureau.code) }, nowOf(deps));
        if (added) await event(tx, bureau.code, 'bureau-added');
        return added;
      }),
    suspendBureau: async (code, suspended) => {
      await database.transaction(async (tx) => {
        const changed = await setBureauStatus(tx, code, suspended ? 'suspended' : 'active');
        if (!changed) throw new Error(`There is no bureau ${code}`);
        await event(tx, code, suspended ? 'bureau-suspended' : 'bureau-readmitted');
      });
      await tellOfDirectory(database);
    },
    createEnrolmentCode: (bureau, minutes = DEFAULT_MINUTES) => createEnrolmentCode(deps, bureau, minutes),
    loseBureauKeys: async (code) => {
      await database.transaction(async (tx) => {
        const lost = await loseBureauKeys(tx, bureauCode.parse(code));
        if (lost === 0) throw new Error(`There is no bureau ${code}, or it has no key`);
        await event(tx, code, 'bureau-keys-lost');
      });
      await tellOfDirectory(database);
    },
    revokeWorkstation: async (id) => {
      await database.transaction(async (tx) => {
        const bureau = await revokeWorkstation(tx, id);
        if (!bureau) throw new Error(`There is no active workstation ${id}`);
        await event(tx, bureau, 'workstation-revoked', id);
      });
      // The revoked one meets its refusal at once, and those that remain renew the bureau's key.
      await tellOfDirectory(database);
    },
    beginEpoch: () => database.transaction((tx) => newEpoch(tx, deps)),
    importRecords: (database, records, complete) => importRecords(deps, database, records, complete),
    tidy: (retention) => tidyHub(deps, retention),
    status: () => readStatus(deps),
    verifyAudit: async () => {
      const reports: ChainReport[] = [];
      for (const chain of await listChains(database)) reports.push(await verifyAuditChain(database, chain));
      return reports;
    },
  };
}
