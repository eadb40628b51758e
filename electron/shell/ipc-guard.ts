import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { type ShellInput, type ShellMethod, type ShellOutput, shellContract } from '#shared/ipc/shell-contract.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { FileGrants } from './file-grants.ts';

export type ShellHandlers = {
  readonly [M in ShellMethod]: (input: ShellInput<M>) => ShellOutput<M> | Promise<ShellOutput<M>>;
};

/** The only two doors into the shell. Each message must come from the main frame of our own page; its content is checked by schema. */
export function guardIpc(window: BrowserWindow, handlers: ShellHandlers, grants: FileGrants): void {
  const isOurPage = (event: IpcMainInvokeEvent): boolean =>
    event.senderFrame === window.webContents.mainFrame && event.senderFrame.url.startsWith(`${APP_ORIGIN}/`);

  ipcMain.handle('shell', async (event, method: unknown, input: unknown) => {
    if (!isOurPage(event)) throw new Error('refused: not our page');
    if (!isShellMethod(method)) throw new Error('refused: unknown method');
    return run(handlers, method, input);
  });
  ipcMain.handle('grant-file', (event, path: unknown) => {
    if (!isOurPage(event)) throw new Error('refused: not our page');
    if (typeof path !== 'string' || path === '') throw new Error('refused: not a file on this machine');
    return grants.issue(path, 'read');
  });
}

const isShellMethod = (method: unknown): method is ShellMethod =>
  typeof method === 'string' && Object.hasOwn(shellContract, method);

async function run<M extends ShellMethod>(handlers: ShellHandlers, method: M, input: unknown): Promise<unknown> {
  const parsed = shellContract[method].input.safeParse(input);
  if (!parsed.success) throw new Error(`refused: input of ${method} does not fit`);
  return handlers[method](parsed.data as ShellInput<M>);
}
