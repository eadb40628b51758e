import type { DirectoryBureau } from '#shared/protocol/directory.ts';
import { recordAudit } from '../record-audit.ts';
import type { WriteDb } from '../store/database.ts';
import { keepSeenKey, seenKeysOf } from '../store/tables/seen-keys.ts';

/**
 * Remembers the key another bureau has. The first one is taken as it is; one that follows it, also one that comes back, waits until an
 * officer has compared it: the directory is the hub's word alone.
 */
export function noteSeenKey(
  tx: WriteDb,
  { code, encryptionKeys }: Pick<DirectoryBureau, 'code' | 'encryptionKeys'>,
  now: number,
): void {
  const current = encryptionKeys.find(({ status }) => status === 'current');
  const last = seenKeysOf(tx, code).at(-1);
  if (!current || last?.keyId === current.keyId) return;
  const { keyId, publicKey } = current;
  // A clock that was put back since must not put it before the one it follows: it would be new with every look.
  const seenAt = Math.max(now, last ? last.seenAt + 1 : now);
  keepSeenKey(tx, { bureau: code, keyId, publicKey, seenAt, acceptedAt: last ? null : now });
  if (!last) return;
  const detail = { before: last.keyId, now: keyId };
  recordAudit(tx, {
    method: 'sync.bureau-key-changed',
    at: now,
    actor: null,
    subject: 'bureau',
    subjectId: code,
    detail,
  });
}
