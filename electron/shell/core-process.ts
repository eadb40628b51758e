import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import { type CoreControl, coreInUse, type DemoSetup } from '#shared/ipc/core-control.ts';
import { type KeyringAnswer, type KeyringQuestion, keyringQuestion } from '#shared/ipc/keyring.ts';

export interface FileGrant {
  readonly token: string;
  readonly path: string;
  readonly access: 'read' | 'write' | 'folder';
}

interface CoreOptions {
  readonly modulePath: string;
  readonly profileDir: string;
  readonly demoSetup: DemoSetup | null;
  readonly answerKeyring: (question: KeyringQuestion) => KeyringAnswer;
  readonly appVersion: string;
  /** How large the database may become, bytes. */
  readonly storeLimitBytes: number;
}

/** How long the core may take to close the store before it is ended by force (ms); a lock must be over within 2 s, its announcement included. */
const CLOSE_WITHIN = 1200;

/**
 * The process that holds the keys and the store.
 *
 *   start ──> running ──lock──> ending ──exit──> started anew, locked
 *                └──crash──────────────────────────┘
 *
 * Locking is ending the process: that is how keys and records leave the memory.
 */
export class CoreProcess {
  private child: UtilityProcess | null = null;
  private page: WebContents | null = null;
  /** A port sent to a page that is still loading would be lost. */
  private pageIsLoaded = false;
  private ended = false;
  private locking: Promise<void> | null = null;
  /** By the core's own word, which the page cannot change. */
  private inUse = false;

  constructor(private readonly options: CoreOptions) {}

  start(): void {
    const { modulePath, profileDir, demoSetup, appVersion, storeLimitBytes } = this.options;
    const child = utilityProcess.fork(modulePath, [], { serviceName: 'ncb-core', stdio: 'inherit' });
    this.child = child;
    this.inUse = false;
    child.once('exit', () => this.onExit(child));
    child.on('message', (message) => this.onMessage(child, message));
    this.tell({ type: 'start', profileDir, demoSetup, appVersion, storeLimitBytes });
    this.connect();
  }

  /** Whether there is anything to lock: a store is open, or is being opened. */
  get isInUse(): boolean {
    return this.inUse;
  }

  /** The page that talks to the core; each load of it gets a fresh port. */
  attach(page: WebContents): void {
    this.page = page;
    page.on('did-start-navigation', ({ isSameDocument, isMainFrame }) => {
      if (isMainFrame && !isSameDocument) this.pageIsLoaded = false;
    });
    page.on('did-finish-load', () => {
      this.pageIsLoaded = true;
      this.connect();
    });
  }

  grant(grant: FileGrant): void {
    this.tell({ type: 'grant', ...grant });
  }

  /** Ends the core; resolves when the process is gone. A new one, locked, takes its place. Asked again meanwhile, it is the same end. */
  lock(): Promise<void> {
    this.locking ??= this.endChild().finally(() => {
      this.locking = null;
    });
    return this.locking;
  }

  /** Ends the core for good. */
  end(): Promise<void> {
    this.ended = true;
    return this.lock();
  }

  /** All that the core tells the shell and asks of it. */
  private onMessage(child: UtilityProcess, message: unknown): void {
    const told = coreInUse.safeParse(message);
    if (told.success && child === this.child) this.inUse = told.data.inUse;
    const question = keyringQuestion.safeParse(message);
    if (question.success) child.postMessage(this.options.answerKeyring(question.data) satisfies CoreControl);
  }

  private endChild(): Promise<void> {
    const child = this.child;
    if (!child) return Promise.resolve();
    return new Promise((resolve) => {
      const force = setTimeout(() => killAtOnce(child), CLOSE_WITHIN);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.postMessage({ type: 'lock' } satisfies CoreControl);
    });
  }

  private onExit(child: UtilityProcess): void {
    if (this.child !== child) return;
    this.child = null;
    if (!this.ended) this.start();
  }

  private connect(): void {
    if (!this.child || !this.page || this.page.isDestroyed() || !this.pageIsLoaded) return;
    const { port1, port2 } = new MessageChannelMain();
    this.child.postMessage({ type: 'connect' } satisfies CoreControl, [port1]);
    this.page.postMessage('core-port', null, [port2]);
  }

  private tell(message: CoreControl): void {
    this.child?.postMessage(message);
  }
}

/** A core that hangs, or was stopped, does not heed a request to end. */
function killAtOnce(child: UtilityProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    child.kill(); // it has just ended by itself, or may not be ended this way here
  }
}
