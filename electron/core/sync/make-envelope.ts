import type { HandlingCode } from '#shared/domain/handling-code.ts';
import type { EnvelopeId } from '#shared/lib/ids.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { BureauCode } from '#shared/protocol/bureau-code.ts';
import type { Envelope, EnvelopeAttachment } from '#shared/protocol/envelope.ts';
import type { KnownEnvelopeKind } from '#shared/protocol/envelope-kinds.ts';
import { signEnvelope } from '#shared/protocol/envelope-signature.ts';
import { type SealingRecipient, sealBody } from '#shared/protocol/sealed-body.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { isSealingWaiting } from '../bureau-keys/own-key.ts';
import { bureauByCode, currentKey } from '../store/tables/bureaus.ts';
import type { SyncContext } from './sync-context.ts';

/** What is to be sent, before it is sealed. */
export interface EnvelopeContent {
  readonly id: string;
  readonly kind: KnownEnvelopeKind;
  readonly bodyVersion: number;
  readonly to: readonly string[];
  readonly priority: Envelope['priority'];
  readonly handling: HandlingCode;
  readonly parents: readonly string[];
  readonly body: unknown;
  readonly attachments: readonly EnvelopeAttachment[];
  /** Whom it is sealed to, where that is not every addressed bureau: single workstations of the own one. */
  readonly sealedTo?: readonly SealingRecipient[];
}

/**
 * no-key: the bureau cannot be written to, it has none yet · key-not-held: the own bureau's current key, by the hub's word, is none of those this
 * workstation holds; it is handed over first, or the hub lies
 */
export interface CannotSeal {
  readonly reason: 'no-key' | 'key-not-held';
  readonly bureau: string;
}

/** Seals the body to every addressee and to the own bureau, and signs the whole. Made once; what is offered again is the same bytes. */
export async function makeEnvelope(
  ctx: SyncContext,
  content: EnvelopeContent,
  sequence: number,
): Promise<Result<Envelope, CannotSeal>> {
  const { bureau, workstationId } = ctx.identity;
  const id = content.id as EnvelopeId;
  const to = content.to as BureauCode[];
  const from = { bureau: bureau as BureauCode, workstation: workstationId };
  const recipients = content.sealedTo ? ok(content.sealedTo) : keysOf(ctx, [...to, from.bureau]);
  if (!recipients.ok) return recipients;
  const body = await sealBody(ctx, { id, kind: content.kind, from, to }, recipients.value, content.body);
  const envelope = await signEnvelope(ctx, {
    protocol: PROTOCOL_VERSION,
    id,
    kind: content.kind,
    from,
    to,
    sequence,
    priority: content.priority,
    handling: content.handling,
    sentAt: new Date(ctx.clock.now()).toISOString(),
    header: { bodyVersion: content.bodyVersion, parents: [...content.parents] },
    body,
    attachments: [...content.attachments],
  });
  return ok(envelope);
}

function keysOf(
  { store, identity }: SyncContext,
  bureaus: readonly BureauCode[],
): Result<SealingRecipient[], CannotSeal> {
  const recipients: SealingRecipient[] = [];
  for (const code of new Set(bureaus)) {
    const bureau = bureauByCode(store.read, code);
    const key = bureau && currentKey(bureau);
    if (!key) return err({ reason: 'no-key', bureau: code });
    if (code === identity.bureau && isSealingWaiting(store.read, identity))
      return err({ reason: 'key-not-held', bureau: code });
    recipients.push({ bureau: code, keyId: key.keyId, publicKey: key.publicKey });
  }
  return ok(recipients);
}
