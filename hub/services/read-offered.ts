import { envelope, envelopeFrame } from '#shared/protocol/envelope.ts';
import { isSignedBy } from '#shared/protocol/envelope-signature.ts';
import type { VerifierDep } from '#shared/protocol/signature.ts';
import { contentHash } from '../store/content-hash.ts';
import type { Caller } from './caller.ts';
import type { Offered } from './working-parts.ts';

/** Outside any transaction: the costly part needs no lock. Null when not even id, sender and number can be read. */
export async function readOffered(deps: VerifierDep, caller: Caller, raw: unknown): Promise<Offered | null> {
  const frame = envelopeFrame.safeParse(raw);
  if (!frame.success) return null;
  const { id, from, sequence } = frame.data;
  const base = { caller, id, from, sequence, contentSha256: contentHash(raw) };
  const whole = envelope.safeParse(raw);
  if (!whole.success) {
    const field = whole.error.issues[0]?.path.join('.') ?? '';
    return { ...base, envelope: null, fault: { code: 'malformed', details: { field } } };
  }
  const signed = await isSignedBy(deps, whole.data, caller.signingKey);
  return { ...base, envelope: signed ? whole.data : null, fault: { code: 'bad-signature' } };
}
