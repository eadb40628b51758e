import type { FileSystem } from './file-system.ts';
import type { RootKeys } from './root-keys.ts';

/** What every part of one store works on: its folder, its identity, its keys. */
export interface StoreFiles {
  readonly fs: FileSystem;
  readonly dir: string;
  /** 16 random bytes, made with the vault: in every file and every AAD, so that files of two vaults never mix. */
  readonly vaultId: Uint8Array;
  readonly keys: RootKeys;
  /** The version of the application that works on it: an older one tells a person which version is needed. */
  readonly appVersion?: string;
}

/** A place in the chain of journals: where a snapshot was taken, where a journal ends, where the next one starts. */
export interface ChainPoint {
  readonly generation: number;
  /** Number of the last record, 0 before the first. */
  readonly sequence: number;
  /** GCM tag of that record, or of the journal's header before the first. */
  readonly tag: Uint8Array;
}

export const CHAIN_START: ChainPoint = { generation: 0, sequence: 0, tag: new Uint8Array(16) };

export const samePoint = (left: ChainPoint, right: ChainPoint): boolean =>
  left.generation === right.generation && left.sequence === right.sequence && Buffer.compare(left.tag, right.tag) === 0;
