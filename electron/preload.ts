import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { BridgeEvent, NcbBridge } from '#shared/ipc/bridge.ts';
import type { CallReply, CoreMessage } from '#shared/ipc/wire.ts';

type Waiting = { readonly method: string; readonly input: unknown; readonly resolve: (reply: CallReply) => void };

let port: MessagePort | null = null;
const waiting = new Map<number, Waiting>();
const listeners = new Set<(event: BridgeEvent) => void>();

const send = (id: number, { method, input }: Waiting) => port?.postMessage({ id, method, input });

/** A new port means a new core process: what the old one was asked will not be answered. */
function takePort(fresh: MessagePort): void {
  const isFirst = port === null;
  port?.close();
  port = fresh;
  port.onmessage = ({ data }: MessageEvent<CoreMessage>) => receive(data);
  for (const [id, call] of waiting) {
    if (isFirst) send(id, call);
    else settle({ id, ok: false, error: { code: 'core-ended' } });
  }
}

function receive(message: CoreMessage): void {
  if ('id' in message) settle(message);
  else tell(message);
}

function tell(event: BridgeEvent): void {
  for (const listener of listeners) listener(event);
}

function settle(reply: CallReply): void {
  waiting.get(reply.id)?.resolve(reply);
  waiting.delete(reply.id);
}

ipcRenderer.on('core-port', (event) => {
  const [fresh] = event.ports;
  if (fresh) takePort(fresh);
});

ipcRenderer.on('lock-coming', () => tell({ event: 'lock-coming' }));

const bridge: NcbBridge = {
  call: (id, method, input) =>
    new Promise((resolve) => {
      const call = { method, input, resolve };
      waiting.set(id, call);
      send(id, call);
    }),
  cancel: (id) => port?.postMessage({ cancel: id }),
  onEvent: (listener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  shell: (method, input) => ipcRenderer.invoke('shell', method, input),
  grantFiles: (files) =>
    Promise.all(
      files.map(async (file) => ({
        token: (await ipcRenderer.invoke('grant-file', webUtils.getPathForFile(file))) as string,
        name: file.name,
        size: file.size,
      })),
    ),
};

contextBridge.exposeInMainWorld('ncb', bridge);
