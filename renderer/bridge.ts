import type { NcbBridge } from '#shared/ipc/bridge.ts';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { ShellInput, ShellMethod, ShellOutput } from '#shared/ipc/shell-contract.ts';
import type { AppError, CoreEvent } from '#shared/ipc/wire.ts';

declare global {
  interface Window {
    readonly ncb: NcbBridge;
  }
}

/** An answer of the core that a person can act on: errors.<code> in the locales says what happened, what is safe, what to do. */
export class CoreError extends Error {
  constructor(readonly appError: AppError) {
    super(appError.code);
    this.name = 'CoreError';
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
}

let lastCall = 0;
const progressListeners = new Map<number, NonNullable<CallOptions['onProgress']>>();

/** Asks the core. Throws CoreError when the answer is an error. */
export async function call<M extends Method>(
  method: M,
  input: Input<M>,
  options: CallOptions = {},
): Promise<Output<M>> {
  lastCall += 1;
  const id = lastCall;
  const cancel = () => window.ncb.cancel(id);
  if (options.onProgress) progressListeners.set(id, options.onProgress);
  options.signal?.addEventListener('abort', cancel);
  try {
    const reply = await window.ncb.call(id, method, input);
    if (!reply.ok) throw new CoreError(reply.error);
    return reply.value as Output<M>;
  } finally {
    progressListeners.delete(id);
    options.signal?.removeEventListener('abort', cancel);
  }
}

/** Tells what the core says unasked; progress goes to the call it belongs to. */
export function onCoreEvent(listener: (event: CoreEvent) => void): () => void {
  return window.ncb.onEvent((event) => {
    if (event.event === 'progress') progressListeners.get(event.call)?.(event.done, event.total);
    else if (event.event !== 'lock-coming') listener(event);
  });
}

/** The shell locks in a moment: idle, system lock, sleep. */
export function onLockComing(listener: () => void): () => void {
  return window.ncb.onEvent((event) => {
    if (event.event === 'lock-coming') listener();
  });
}

export async function shell<M extends ShellMethod>(method: M, input: ShellInput<M>): Promise<ShellOutput<M>> {
  return (await window.ncb.shell(method, input)) as ShellOutput<M>;
}

export const grantFiles = (files: readonly File[]) => window.ncb.grantFiles(files);
