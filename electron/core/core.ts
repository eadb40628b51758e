import type { DemoSetup } from '#shared/ipc/core-control.ts';
import type { CallReply, CallRequest, CoreEvent, SessionPhase } from '#shared/ipc/wire.ts';
import type { CoreDeps } from './core-deps.ts';
import { type CallHooks, Dispatcher } from './ipc/dispatcher.ts';
import { Session } from './session.ts';

/** The core of one workstation: what is asked comes in, what changed goes out. */
export interface Core {
  handle(request: CallRequest, hooks: CallHooks): Promise<CallReply>;
  phase(): SessionPhase;
  setUpDemo(demo: DemoSetup): Promise<void>;
  /** Closes the store and forgets the keys. */
  close(): void;
}

/** Puts the parts together; nothing else constructs them. */
export function createCore(deps: CoreDeps, emit: (event: CoreEvent) => void): Core {
  const session = new Session(deps, emit);
  const dispatcher = new Dispatcher(session, deps.log);
  return {
    handle: (request, hooks) => dispatcher.handle(request, hooks),
    phase: () => session.phase,
    setUpDemo: (demo) => session.setUpDemo(demo),
    close: () => session.close(),
  };
}
