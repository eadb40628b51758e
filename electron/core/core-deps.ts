import type { CoreEvent } from '#shared/ipc/wire.ts';
import type { ClockDep } from '#shared/lib/deps.ts';
import type { FileAccess } from './context.ts';
import type { EnrolmentDeps } from './enrolment/enrol.ts';
import type { Log } from './log.ts';
import type { Store } from './store/database.ts';
import type { FileSystem } from './store/file-system.ts';
import type { Identity } from './store/tables/identity.ts';
import type { SyncEngine } from './sync/sync-engine.ts';
import type { AttachmentStore } from './vault/attachment-store.ts';
import type { Kdf } from './vault/kdf.ts';

/** What the synchronisation of an open store works on. */
export interface SyncParts {
  readonly store: Store;
  readonly attachments: AttachmentStore;
  readonly identity: Identity;
  readonly emit: (event: CoreEvent) => void;
}

/** The outside world of the core: a real process, a test and a simulator each bring their own. */
export interface CoreDeps extends ClockDep, EnrolmentDeps {
  /** Folder of the sealed store. */
  readonly vaultDir: string;
  readonly fs: FileSystem;
  readonly kdf: Kdf;
  readonly files: FileAccess;
  readonly log: Log;
  /** Called a moment after the store was opened: what only the opening needed can go. */
  readonly afterOpening?: () => void;
  readonly openSync: (parts: SyncParts) => SyncEngine;
}
