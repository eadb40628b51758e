import type { WorkstationName } from '../store/workstations.ts';

/** The workstation a request came from, as its certificate proves. */
export interface Caller {
  readonly workstation: string;
  readonly bureau: string;
  /** Raw Ed25519, base64url. */
  readonly signingKey: string;
  /**
   * There when the caller is only remembered from an earlier request of its connection: asks the database, and throws the refusal. Whoever
   * answers without having met the caller in a transaction of its own asks first.
   */
  readonly confirm?: () => Promise<void>;
  /** Who brought its envelopes and checks, where it was not itself: a workstation of its bureau, or `-` for the hub's command line. */
  readonly carrier?: string;
}

/** The workstations that ask, each once. */
export function workstationsOf(group: readonly { readonly caller: Caller }[]): WorkstationName[] {
  const byId = new Map(group.map(({ caller }) => [caller.workstation, caller.bureau]));
  return [...byId].map(([id, bureau]) => ({ id, bureau }));
}
