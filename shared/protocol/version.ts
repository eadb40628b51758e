/**
 * The protocol has one number. Any change to a schema in shared/protocol raises it (a guard test holds a hash of all of
 * them). A hub speaks every version from the oldest supported to the current one; a workstation names its version in
 * the header below and in each envelope.
 */
export const PROTOCOL_VERSION = 4;

/** Workstations older than this are told to update. */
export const OLDEST_SUPPORTED_PROTOCOL = 1;

/** Request header that carries the workstation's protocol version. */
export const PROTOCOL_HEADER = 'ncb-protocol';

/** Whether this build can speak the version. */
export function isSupportedProtocol(version: number): boolean {
  return Number.isInteger(version) && version >= OLDEST_SUPPORTED_PROTOCOL && version <= PROTOCOL_VERSION;
}
