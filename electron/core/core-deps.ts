import type { CoreEvent } from '#shared/ipc/wire.ts';
import type { ClockDep } from '#shared/lib/deps.ts';
import type { FileAccess } from './context.ts';
import type { EnrolmentDeps } from './enrolment/enrol.ts';
import type { Log } from './log.ts';
import type { Store } from './store/database.ts';
import type { FileSystem } from './store/file-system.ts';
import type { StoreTuning } from './store/sealed-store.ts';
import type { Identity } from './store/tables/identity.ts';
import type { SyncEngine } from './sync/sync-engine.ts';
import type { Timers } from './sync/timers.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';
import type { Kdf } from './vault/kdf.ts';
import type { Keyring } from './vault/keyring.ts';
import type { Processes } from './vault/processes.ts';

/** What the synchronisation of an open store works on. */
export interface SyncParts {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly identity: Identity;
  readonly emit: (event: CoreEvent) => void;
  /** The database is as large as it may be: copies that could be fetched later are not. */
  readonly isFull: () => boolean;
}

/** The outside world of the core: a real process, a test and a simulator each bring their own. */
export interface CoreDeps extends ClockDep, EnrolmentDeps {
  /** Folder of the sealed store. */
  readonly vaultDir: string;
  /** Files of the profile outside the vault that an erasure removes with it. */
  readonly besides?: readonly string[];
  readonly fs: FileSystem;
  readonly kdf: Kdf;
  /** The operating system's keyring as it stands now; one that protects nothing says so by its name. */
  readonly openKeyring: () => Promise<Keyring>;
  readonly files: FileAccess;
  readonly log: Log;
  /** Called a moment after the store was opened: what only the opening needed can go. */
  readonly afterOpening?: () => void;
  readonly openSync: (parts: SyncParts) => SyncEngine;
  /** The version of this application; absent in a test that is not about it. */
  readonly appVersion?: string;
  /** How large the database may become, bytes; absent: the default. */
  readonly storeLimitBytes?: number;
  /** Bytes that can still be written to the disk of a folder; null = not known. */
  readonly freeBytes?: (folder: string) => number | null;
  /** Time that passes; absent: the system's. */
  readonly timers?: Timers;
  /** Absent: the processes of this computer. */
  readonly processes?: Processes;
  /** Figures of the store that a test may set. */
  readonly tuning?: StoreTuning;
}
