import type { CallReply, CoreEvent } from './wire.ts';

/** What the shell tells the page: it locks in a moment, by itself. What is being typed is sealed now or lost. */
export type ShellEvent = { readonly event: 'lock-coming' };

export type BridgeEvent = CoreEvent | ShellEvent;

/** What the preload puts at `window.ncb`: five typed doors, no generic one. Only renderer/bridge.ts touches it. */
export interface NcbBridge {
  /** Asks the core; `id` is the caller's, so that progress and cancel can name the call. */
  call(id: number, method: string, input: unknown): Promise<CallReply>;
  cancel(id: number): void;
  /** Events of the core and the shell; the function returned ends the subscription. */
  onEvent(listener: (event: BridgeEvent) => void): () => void;
  /** Asks the shell (shared/ipc/shell-contract.ts). */
  shell(method: string, input: unknown): Promise<unknown>;
  /** Tokens for files the person chose or dropped; the paths never reach the page. */
  grantFiles(
    files: readonly File[],
  ): Promise<readonly { readonly token: string; readonly name: string; readonly size: number }[]>;
}
