import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { type Envelope, envelope as envelopeSchema } from '#shared/protocol/envelope.ts';
import { isKnownKind } from '#shared/protocol/envelope-kinds.ts';
import { isSignedBy } from '#shared/protocol/envelope-signature.ts';
import { type MessageBody, messageBody } from '#shared/protocol/message-body.ts';
import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { openBody } from '#shared/protocol/sealed-body.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { workstationById } from '../store/tables/workstations.ts';
import type { SyncContext } from './sync-context.ts';

/** Why an envelope that arrived cannot be shown; it is kept all the same. */
export type UnreadableReason =
  | 'sender-unknown'
  | 'bad-signature'
  | 'not-for-us'
  | 'damaged'
  | 'unknown-kind'
  | 'unknown-body';

export type Opened =
  | { readonly kind: 'message'; readonly envelope: Envelope; readonly body: MessageBody }
  | { readonly kind: 'receipt'; readonly envelope: Envelope; readonly body: MessageReceiptBody }
  | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly envelope: Envelope;
  readonly reason: UnreadableReason;
}

/** Checks who signed an envelope, against the directory and not against the envelope's own word, and opens its seal. */
export async function openEnvelope(ctx: SyncContext, received: Envelope): Promise<Opened> {
  const envelope = envelopeSchema.parse(received);
  const unreadable = (reason: UnreadableReason): Opened => ({ kind: 'unreadable', envelope, reason });
  const sender = workstationById(ctx.store.read, envelope.from.workstation);
  if (!sender || sender.bureau !== envelope.from.bureau) return unreadable('sender-unknown');
  if (!(await isSignedBy({ verifier: ed25519Verifier }, envelope, sender.signingKey)))
    return unreadable('bad-signature');
  const opened = await openBody(envelope, envelope.body, ownKeys(ctx));
  if (!opened.ok) return unreadable(opened.error);
  return isKnownKind(envelope.kind) ? readBody(envelope, opened.value) : unreadable('unknown-kind');
}

function ownKeys({ identity }: SyncContext) {
  const { bureau, bureauKeyId: keyId, bureauPrivateKey } = identity;
  return [{ bureau, keyId, privateKey: fromBase64Url(bureauPrivateKey) }];
}

function readBody(envelope: Envelope, content: unknown): Opened {
  if (envelope.kind === 'message') {
    const body = messageBody.safeParse(content);
    if (body.success) return { kind: 'message', envelope, body: body.data };
  }
  if (envelope.kind === 'message-receipt') {
    const body = messageReceiptBody.safeParse(content);
    if (body.success) return { kind: 'receipt', envelope, body: body.data };
  }
  return { kind: 'unreadable', envelope, reason: 'unknown-body' };
}
