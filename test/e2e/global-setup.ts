import { prepareWorkstation } from '../helpers/electron-app.ts';

/** Builds and stages the workstation and gets a display, once for all tests; returns what ends the display. */
export default async function globalSetup(): Promise<() => void> {
  return prepareWorkstation();
}
