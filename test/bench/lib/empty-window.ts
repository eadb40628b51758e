import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageBuiltApp } from '../../../scripts/runtime/stage.ts';

const MAIN = `import { app, BrowserWindow } from 'electron';
app.enableSandbox();
const profile = process.argv.find((argument) => argument.startsWith('--profile='));
if (profile) app.setPath('userData', profile.slice('--profile='.length));
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<title>empty</title><p id="ready">ready</p>');
});
app.on('window-all-closed', () => app.quit());
`;

/** The baseline: an Electron that shows one empty window. Returns what starts it, the same way as the workstation is started. */
export async function stageEmptyWindow(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'ncb-empty-'));
  for (const part of ['main', 'preload', 'renderer']) await mkdir(join(root, 'out', part), { recursive: true });
  await writeFile(join(root, 'out', 'main', 'main.js'), MAIN);
  await writeFile(join(root, 'out', 'preload', 'none.cjs'), '');
  await writeFile(join(root, 'out', 'renderer', 'none.html'), '');
  const manifest = {
    name: 'empty-window',
    productName: 'Empty',
    version: '0.0.0',
    type: 'module',
    main: 'out/main/main.js',
  };
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
  return (await stageBuiltApp(root)).launcher;
}
