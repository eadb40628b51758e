import { canonicalText } from '#shared/protocol/canonical-json.ts';
import { envelope, envelopeFrame } from '#shared/protocol/envelope.ts';
import { isTextSignedBy } from '#shared/protocol/envelope-signature.ts';
import type { VerifierDep } from '#shared/protocol/signature.ts';
import { hashOfText } from '../store/content-hash.ts';
import type { Caller } from './caller.ts';
import type { Offered } from './working-parts.ts';

/** Outside any transaction: the costly part needs no lock. Null when not even id, sender and number can be read, or nothing can hash it. */
export async function readOffered(deps: VerifierDep, caller: Caller, raw: unknown): Promise<Offered | null> {
  const whole = envelope.safeParse(raw);
  const frame = whole.success ? whole : envelopeFrame.safeParse(raw);
  if (!frame.success) return null;
  const { id, from, sequence } = frame.data;
  const text = textOf(raw);
  if (text === null) return null;
  const base = { caller, id, from, sequence, text, contentSha256: hashOfText(text) };
  if (!whole.success) {
    const field = whole.error.issues[0]?.path.join('.') ?? '';
    return { ...base, envelope: null, fault: { code: 'malformed', details: { field } } };
  }
  const signed = await isTextSignedBy(deps, whole.data, text, caller.signingKey);
  return { ...base, envelope: signed ? whole.data : null, fault: { code: 'bad-signature' } };
}

/**
 * What has no canonical text, as half of a character, was signed by nobody: it is refused as what it is, and its number is used up. Null of
 * what is nested so deep that it has no text at all.
 */
function textOf(raw: unknown): string | null {
  for (const write of [canonicalText, JSON.stringify]) {
    try {
      return write(raw);
    } catch {}
  }
  return null;
}
