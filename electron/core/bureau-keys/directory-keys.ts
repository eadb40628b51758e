import type { DirectoryKey } from '#shared/protocol/directory.ts';
import { deviceKeyId } from './device-key-id.ts';

/**
 * What of a bureau's keys in a directory is taken in: those that go by their own name, and of the current ones the first. A key of the hub's
 * own, under the name of the bureau's or beside it, would otherwise be sealed to without anybody being told of a change.
 */
export function keysToTakeIn(keys: readonly DirectoryKey[]): DirectoryKey[] {
  const named = keys.filter(({ keyId, publicKey }) => deviceKeyId(publicKey) === keyId);
  const current = named.find(({ status }) => status === 'current');
  return named.filter((key) => key.status !== 'current' || key === current);
}
