import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Input, Method, Output } from '#shared/ipc/contract.ts';
import type { DemoSetup } from '#shared/ipc/core-control.ts';
import type { ShellInput, ShellMethod, ShellOutput } from '#shared/ipc/shell-contract.ts';
import type { CallReply } from '#shared/ipc/wire.ts';
import { launchWorkstation, type RunningWorkstation } from '#test/helpers/electron-app.ts';

/** Calls made by a test have numbers the page itself does not come to. */
let lastCall = 1_000_000;

/** One workstation of a bureau: its data folder, and the application that runs on it now. */
export class Station {
  private running: RunningWorkstation | null = null;

  /** What earlier runs of it have written to standard output and error. */
  private earlierOutput = '';

  private constructor(readonly profileDir: string) {}

  /** An empty machine; with `setup` it enrols by itself when it starts. */
  static async open(setup: DemoSetup | null = null): Promise<Station> {
    const station = new Station(await mkdtemp(join(tmpdir(), 'ncb-e2e-')));
    await station.start(setup);
    return station;
  }

  /** A machine whose store has been laid down before it starts for the first time. */
  static async prepared(prepare: (profileDir: string) => Promise<void>): Promise<Station> {
    const station = new Station(await mkdtemp(join(tmpdir(), 'ncb-e2e-')));
    await prepare(station.profileDir);
    await station.start();
    return station;
  }

  /** Another machine with the same store and the same settings, which does not run yet; `other` has been quit. */
  static async copyOf(other: Station): Promise<Station> {
    const station = new Station(await mkdtemp(join(tmpdir(), 'ncb-e2e-')));
    for (const name of ['vault', 'settings.json']) {
      await cp(join(other.profileDir, name), join(station.profileDir, name), { recursive: true, force: true });
    }
    return station;
  }

  /** The folder of its sealed store. */
  get vaultDir(): string {
    return join(this.profileDir, 'vault');
  }

  get page(): Page {
    return this.now().page;
  }

  get app(): RunningWorkstation['app'] {
    return this.now().app;
  }

  /** Process id of Electron's main process. */
  get pid(): number {
    return this.now().pid;
  }

  /** Everything it has written to standard output and error since it was made. */
  get output(): string {
    return this.earlierOutput + (this.running?.output() ?? '');
  }

  async start(setup: DemoSetup | null = null): Promise<void> {
    const env: Record<string, string> = setup ? { NCB_DEMO_SETUP: JSON.stringify(setup) } : {};
    this.running = await launchWorkstation({ profileDir: this.profileDir, env });
  }

  /** Closes the window as a person does. */
  async quit(): Promise<void> {
    const running = this.leave();
    await running?.close();
  }

  /** The machine loses its power. */
  async kill9(): Promise<void> {
    const running = this.leave();
    await running?.kill9();
  }

  /** Asks the core what the page may ask, past the interface: to prepare, never to prove. */
  async ask<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
    const reply = await this.tryAsk(method, input);
    if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${JSON.stringify(reply.error.params ?? {})}`);
    return reply.value as Output<M>;
  }

  /** The same with any name and any input, and the refusal as an answer. */
  async tryAsk(method: string, input: unknown): Promise<CallReply> {
    lastCall += 1;
    return await this.page.evaluate(([id, name, value]) => window.ncb.call(id, name, value), [
      lastCall,
      method,
      input,
    ] as const);
  }

  /** Asks the shell what the page may ask. */
  async askShell<M extends ShellMethod>(method: M, input: ShellInput<M>): Promise<ShellOutput<M>> {
    const answer = await this.page.evaluate(([name, value]) => window.ncb.shell(name, value), [method, input] as const);
    return answer as ShellOutput<M>;
  }

  /** Ends the workstation and forgets its data. */
  async remove(): Promise<void> {
    await this.quit();
    await rm(this.profileDir, { recursive: true, force: true });
  }

  private leave(): RunningWorkstation | null {
    const { running } = this;
    this.earlierOutput = this.output;
    this.running = null;
    return running;
  }

  private now(): RunningWorkstation {
    if (!this.running) throw new Error('The workstation does not run.');
    return this.running;
  }
}
