import type { ActionMethod, Output, Parsed, QueryMethod } from '#shared/ipc/contract.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { Clock, Random } from '#shared/lib/deps.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AuditChain } from './audit-chain.ts';
import type { ReadDb, Store, WriteDb } from './store/database.ts';
import type { Identity } from './store/tables/identity.ts';
import type { SyncEngine } from './sync/sync-engine.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';
import type { OpenVault } from './vault/open-vault.ts';

export type Answer<T> = Result<T, AppError>;

/** What an open workstation is made of; only core.ts constructs it. */
export interface Workstation {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly vault: OpenVault;
  readonly identity: Identity;
  readonly actor: SignedInUser;
  readonly sync: SyncEngine;
  readonly clock: Clock;
  readonly random: Random;
  readonly files: FileAccess;
  readonly auditChain: AuditChain;
}

/** Files the person chose, by the token the shell issued for them. A token works once. */
export interface FileAccess {
  read(token: string): Promise<Answer<ChosenFile>>;
  write(token: string, content: AsyncIterable<Uint8Array>): Promise<Answer<null>>;
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
  | 'sync.now';
export type SessionMethod = 'session.state' | 'session.enrol' | 'session.unlock' | 'session.recover';

export type QueryHandler<M extends QueryMethod> = (ctx: QueryContext, input: Parsed<M>) => Answer<Output<M>>;
export type ActionHandler<M extends ActionMethod> = (ctx: ActionContext, input: Parsed<M>) => Answer<Output<M>>;
export type LongHandler<M extends LongMethod> = (ctx: LongContext<M>, input: Parsed<M>) => Promise<Answer<Output<M>>>;

export type QueryHandlers = { readonly [M in Exclude<QueryMethod, SessionMethod>]: QueryHandler<M> };
export type ActionHandlers = {
  readonly [M in Exclude<ActionMethod, SessionMethod | LongMethod>]: ActionHandler<M>;
};
export type LongHandlers = { readonly [M in LongMethod]: LongHandler<M> };
