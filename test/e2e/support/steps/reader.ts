import type { Station } from '../station.ts';

/** Types as a document reader does: into whatever has the focus, in one go, every few milliseconds a key, Enter after each line. */
export async function typeAsReader(station: Station, text: string): Promise<void> {
  await station.app.evaluate(async ({ BrowserWindow }, typed) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const character of typed) {
      const keyCode = character === '\n' ? 'Return' : character;
      const modifiers: 'shift'[] = /[A-Z<]/.test(character) ? ['shift'] : [];
      page?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
      page?.sendInputEvent({ type: 'char', keyCode: character === '\n' ? '\r' : character, modifiers });
      page?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }, text);
}
