import type { ActionMethod, Output, Parsed, QueryMethod } from '#shared/ipc/contract.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { Clock, Random } from '#shared/lib/deps.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Disk } from './backup/disk.ts';
import type { ReadDb, Store, WriteDb } from './store/database.ts';
import type { FileSystem } from './store/file-system.ts';
import type { Identity } from './store/tables/identity.ts';
import type { SyncEngine } from './sync/sync-engine.ts';
import type { Capacity } from './upkeep/capacity.ts';
import type { Upkeep } from './upkeep/upkeep.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';
import type { Keyring } from './vault/keyring.ts';
import type { OpenVault } from './vault/open-vault.ts';

export type Answer<T> = Result<T, AppError>;

/** What an open workstation is made of; only core.ts constructs it. */
export interface Workstation {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly vault: OpenVault;
  readonly keyring: Keyring;
  readonly identity: Identity;
  readonly actor: SignedInUser;
  readonly sync: SyncEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly files: FileAccess;
  readonly auditChain: AuditChain;
  readonly capacity: Capacity;
  readonly upkeep: Pick<Upkeep, 'integrity' | 'notices' | 'noteCall' | 'stop'>;
  /** Nothing is written: every action is refused. */
  readonly looking: boolean;
}

/** Files the person chose, by the token the shell issued for them. A token works once; a folder's, as long as this process runs. */
export interface FileAccess {
  read(token: string): Promise<Answer<ChosenFile>>;
  /** @param verify reads back what was written, before it takes its place; what it throws leaves nothing behind */
  write(
    token: string,
    content: AsyncIterable<Uint8Array>,
    verify?: (file: () => AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<Answer<null>>;
  folder(token: string): Answer<ChosenFolder>;
}

/** A folder the person chose to write a back-up to, or to read one from. */
export interface ChosenFolder {
  readonly path: string;
  /** Without the folders above it. */
  readonly name: string;
  readonly disk: Disk;
  /** The same disk for the store's own readers. */
  readonly fs: FileSystem;
}

export interface ChosenFile {
  /** Without its folder. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  content(): AsyncIterable<Uint8Array>;
}

/** What a query may use: it reads, and changes nothing. */
export interface QueryContext {
  readonly db: ReadDb;
  readonly actor: SignedInUser;
  readonly identity: Identity;
  readonly now: number;
  readonly station: Workstation;
}

/** What an action may use inside its one transaction. */
export interface ActionContext extends QueryContext {
  readonly tx: WriteDb;
  readonly newId: () => string;
}

/** What an action that takes time may use: it reads and writes files or asks the hub, and commits in one transaction at its end. */
export interface LongContext<M extends LongMethod = LongMethod> extends QueryContext {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number | null) => void;
  /** One transaction with the action's audit entry in it; `work` returns what the action answers. At most once. */
  readonly commit: (work: (ctx: ActionContext) => Output<M>) => Output<M>;
}

/** Methods that work for a while, outside one transaction. */
export type LongMethod =
  | 'file.add'
  | 'file.save'
  | 'check.fetch-record'
  | 'account.create'
  | 'account.deactivate'
  | 'account.reset-passphrase'
  | 'account.change-passphrase'
  | 'account.need-keyring'
  | 'workstation.replace-recovery-key'
  | 'backup.make'
  | 'bundle.write'
  | 'bundle.read'
  | 'bundle.write-answers'
  | 'bundle.take-over'
  | 'presence.show'
  | 'sync.now';
export type SessionMethod =
  | 'session.state'
  | 'session.enrol'
  | 'session.unlock'
  | 'session.recover'
  | 'session.backups'
  | 'session.restore'
  | 'session.re-enrol'
  | 'workstation.erase'
  | 'workstation.renew'
  | 'session.salvage'
  | 'session.look';

export type QueryHandler<M extends QueryMethod> = (ctx: QueryContext, input: Parsed<M>) => Answer<Output<M>>;
export type ActionHandler<M extends ActionMethod> = (ctx: ActionContext, input: Parsed<M>) => Answer<Output<M>>;
export type LongHandler<M extends LongMethod> = (ctx: LongContext<M>, input: Parsed<M>) => Promise<Answer<Output<M>>>;

export type QueryHandlers = { readonly [M in Exclude<QueryMethod, SessionMethod>]: QueryHandler<M> };
export type ActionHandlers = {
  readonly [M in Exclude<ActionMethod, SessionMethod | LongMethod>]: ActionHandler<M>;
};
export type LongHandlers = { readonly [M in LongMethod]: LongHandler<M> };
