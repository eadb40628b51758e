import { z } from 'zod';
import { envelopeId, workstationId } from '../lib/ids.ts';
import { MAX_BATCH, verdict } from './acceptance.ts';
import { bureauCode } from './bureau-code.ts';
import { binaryOf, concatBytes, fromBase64Url, toBase64Url, utf8 } from './bytes.ts';
import { carriedAnswer, MAX_CARRIED_CHECKS } from './carried-check.ts';
import { directory } from './directory.ts';
import { envelope } from './envelope.ts';
import { epoch } from './epoch.ts';
import { instant } from './instant.ts';
import type { SignerDep, VerifierDep } from './signature.ts';
import { streamPage } from './stream.ts';

/**
 * What the hub says to one who cannot ask it. Over the line TLS proves who answers; an answer that travels in a file is signed by the
 * hub's own key, which the directory names, over its exact text.
 */
export const hubStatement = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('verdicts'),
    /** The hub's clock. */
    at: instant,
    bureau: bureauCode,
    /** Whose envelopes they are. */
    workstation: workstationId,
    /** Who carried them. */
    carrier: workstationId.nullable(),
    epoch,
    verdicts: z.array(verdict).max(MAX_BATCH),
    /** Those that had been decided before: they came by the line, or by another bundle. */
    before: z.array(envelopeId).max(MAX_BATCH),
  }),
  z.object({
    what: z.literal('stream'),
    at: instant,
    bureau: bureauCode,
    /** The cursor that was asked with. */
    asked: z.object({ after: z.int().min(0), epoch: epoch.nullable() }),
    page: streamPage,
  }),
  z.object({ what: z.literal('directory'), at: instant, directory }),
  /** Since version 4. */
  z.object({
    what: z.literal('checks'),
    at: instant,
    bureau: bureauCode,
    /** Which workstation asks. */
    workstation: workstationId,
    /** Who carried the questions. */
    carrier: workstationId.nullable(),
    answers: z.array(carriedAnswer).max(MAX_CARRIED_CHECKS),
  }),
]);

export type HubStatement = z.infer<typeof hubStatement>;
export type SignedStatement = z.infer<typeof signedStatement>;
export type StatementOf<W extends HubStatement['what']> = Extract<HubStatement, { readonly what: W }>;

/** POST /v1/bundles/envelopes: signed envelopes of another workstation of the caller's bureau, in the order of their numbers. */
export const carriedOffer = z.strictObject({
  workstation: workstationId,
  envelopes: z.array(envelope).min(1).max(MAX_BATCH),
});

/** What the hub reads first, as for /v1/envelopes. */
export const rawCarriedOffer = z.strictObject({
  workstation: workstationId,
  envelopes: z.array(z.unknown()).min(1).max(MAX_BATCH),
});

/** Fewer than over the line: a page is one record of a bundle. */
export const CARRIED_STREAM_PAGE = 25;

/** The JSON text of a statement, and Ed25519 over `ncb-hub-statement-v1`, a line feed and exactly that text. */
export const signedStatement = z.object({ text: z.string(), signature: binaryOf(64) });

const signed = (text: string) => concatBytes(utf8('ncb-hub-statement-v1\n'), utf8(text));

export async function signStatement({ signer }: SignerDep, statement: HubStatement): Promise<SignedStatement> {
  const text = JSON.stringify(statement);
  return { text, signature: toBase64Url(await signer.sign(signed(text))) };
}

/** The statement, or null where the hub with this key (raw Ed25519, base64url) has not said that. */
export async function readStatement(
  { verifier }: VerifierDep,
  { text, signature }: SignedStatement,
  hubKey: string,
): Promise<HubStatement | null> {
  const holds = await verifier.verify(fromBase64Url(hubKey), signed(text), fromBase64Url(signature));
  if (!holds) return null;
  const parsed = hubStatement.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
