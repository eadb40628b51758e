import type { OtherBureauKey } from '#shared/ipc/bureau-keys.ts';
import { ok } from '#shared/lib/result.ts';
import { keyFingerprint } from '../bureau-keys/fingerprints.ts';
import { isWaitingForKeys, ownCurrentKey } from '../bureau-keys/own-key.ts';
import { keyRenewal, renewalAskedBy } from '../bureau-keys/renewal.ts';
import { bureauWorkstations } from '../bureau-keys/workstation-state.ts';
import type { QueryHandler } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { allBureaus, type BureauRecord, bureauByCode, currentKey } from '../store/tables/bureaus.ts';
import { seenKeysOf } from '../store/tables/seen-keys.ts';

/** Everything that can be compared with another machine, or with an officer of another bureau. */
export const bureauKeysOverview: QueryHandler<'bureau-keys.overview'> = ({ db, identity }) => {
  const { bureau } = identity;
  const key = ownCurrentKey(db, identity);
  return ok({
    bureau,
    key: key && { fingerprint: keyFingerprint(bureau, key.publicKey), since: Date.parse(key.since) },
    isWaiting: isWaitingForKeys(db, identity),
    isRenewing: keyRenewal(db) !== null || (key !== null && renewalAskedBy(db, key.keyId) !== null),
    retired: (bureauByCode(db, bureau)?.keys ?? []).filter(({ status }) => status === 'retired').length,
    workstations: bureauWorkstations(db, identity),
    others: allBureaus(db)
      .filter(({ code }) => code !== bureau)
      .map((other) => otherBureau(db, other)),
  });
};

function otherBureau(db: ReadDb, bureau: BureauRecord): OtherBureauKey {
  const key = currentKey(bureau);
  const seen = seenKeysOf(db, bureau.code);
  const before = seen.at(-1)?.acceptedAt === null ? seen.findLast(({ acceptedAt }) => acceptedAt !== null) : undefined;
  return {
    code: bureau.code,
    key: key && {
      keyId: key.keyId,
      fingerprint: keyFingerprint(bureau.code, key.publicKey),
      since: Date.parse(key.since),
    },
    before: before ? { fingerprint: keyFingerprint(bureau.code, before.publicKey), seenAt: before.seenAt } : null,
  };
}
