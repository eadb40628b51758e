import { Menu } from 'electron';

/** The window has no menu bar; macOS needs one for the clipboard keys to work. */
export function setApplicationMenu(): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(isMac ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }]) : null);
}
