/** Where an unpacked Electron runtime has its parts. */
export interface ElectronRuntime {
  /** Folder with the executable and its resources; never written to. */
  readonly folder: string;
  /** The executable's path in that folder. */
  readonly executable: string;
  /** The path in that folder where an `app` folder is taken for the application. */
  readonly resources: string;
  readonly version: string;
  /** The npm package it came from. */
  readonly origin: string;
}
