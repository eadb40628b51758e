import { type BureauKeysBody, bureauKeysBody } from '#shared/protocol/bureau-keys-body.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { type ArrivingEnvelope, type Envelope, envelope as envelopeSchema } from '#shared/protocol/envelope.ts';
import { isKnownKind } from '#shared/protocol/envelope-kinds.ts';
import { isSignedBy } from '#shared/protocol/envelope-signature.ts';
import { type MessageBody, messageBody } from '#shared/protocol/message-body.ts';
import { type MessageReceiptBody, messageReceiptBody } from '#shared/protocol/message-receipt-body.ts';
import { type RecordChangesBody, recordChangesBody } from '#shared/protocol/record-changes-body.ts';
import { type OpeningKey, openBody } from '#shared/protocol/sealed-body.ts';
import { deviceKeyId } from '../bureau-keys/device-key-id.ts';
import { areGenuine, holdsWhatIsHere } from '../bureau-keys/genuine-keys.ts';
import { ed25519Verifier } from '../enrolment/ed25519.ts';
import { heldBureauKeys } from '../store/tables/bureau-keys.ts';
import { workstationById } from '../store/tables/workstations.ts';
import type { SyncContext } from './sync-context.ts';

/** Why an envelope that arrived cannot be shown; it is kept all the same. */
export type UnreadableReason =
  | 'sender-unknown'
  | 'bad-signature'
  | 'not-for-us'
  | 'damaged'
  | 'keys-not-genuine'
  | 'unknown-kind'
  | 'unknown-body'
  /** It could be read, and writing it down failed: a fault of this program, or of the one it came from. */
  | 'not-taken-in';

export type Opened =
  | { readonly kind: 'message'; readonly envelope: Envelope; readonly body: MessageBody }
  | { readonly kind: 'receipt'; readonly envelope: Envelope; readonly body: MessageReceiptBody }
  | { readonly kind: 'record-changes'; readonly envelope: Envelope; readonly body: RecordChangesBody }
  | { readonly kind: 'bureau-keys'; readonly envelope: Envelope; readonly body: BureauKeysBody }
  /** Meant for another workstation of the bureau alone, or overtaken by what is here. */
  | { readonly kind: 'not-ours'; readonly envelope: Envelope }
  | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly envelope: ArrivingEnvelope;
  readonly reason: UnreadableReason;
}

/** What arrived, as it came: an envelope of a later version of the protocol may be none to this one. */
export async function openArrived(ctx: SyncContext, arrived: ArrivingEnvelope): Promise<Opened> {
  const known = envelopeSchema.safeParse(arrived);
  return known.success
    ? openEnvelope(ctx, known.data)
    : { kind: 'unreadable', envelope: arrived, reason: 'unknown-body' };
}

/** Checks who signed an envelope, against the directory and not against the envelope's own word, and opens its seal. */
export async function openEnvelope(ctx: SyncContext, envelope: Envelope): Promise<Opened> {
  const unreadable = (reason: UnreadableReason): Opened => ({ kind: 'unreadable', envelope, reason });
  const sender = workstationById(ctx.store.read, envelope.from.workstation);
  if (!sender || sender.bureau !== envelope.from.bureau) return unreadable('sender-unknown');
  if (!(await isSignedBy({ verifier: ed25519Verifier }, envelope, sender.signingKey)))
    return unreadable('bad-signature');
  if (envelope.kind === 'bureau-keys' && sender.bureau === ctx.identity.bureau) return openKeys(ctx, envelope);
  const opened = await openBody(envelope, envelope.body, bureauKeys(ctx));
  if (!opened.ok) return unreadable(opened.error);
  return isKnownKind(envelope.kind) ? readBody(ctx, envelope, opened.value) : unreadable('unknown-kind');
}

/** What is sealed to the bureau opens with any key it has ever had. */
function bureauKeys({ identity, store }: SyncContext): OpeningKey[] {
  const { bureau } = identity;
  return heldBureauKeys(store.read).map(({ keyId, privateKey }) => ({
    bureau,
    keyId,
    privateKey: fromBase64Url(privateKey),
  }));
}

/** The bureau's keys are sealed to single machines, never to a key that a revoked one may hold. */
async function openKeys(ctx: SyncContext, envelope: Envelope): Promise<Opened> {
  const { bureau, devicePublicKey, devicePrivateKey, rootKey } = ctx.identity;
  const mine = { bureau, keyId: deviceKeyId(devicePublicKey), privateKey: fromBase64Url(devicePrivateKey) };
  const opened = await openBody(envelope, envelope.body, [mine]);
  if (!opened.ok && opened.error === 'not-for-us') return { kind: 'not-ours', envelope };
  if (!opened.ok) return { kind: 'unreadable', envelope, reason: opened.error };
  const body = bureauKeysBody.safeParse(opened.value);
  if (!body.success) return { kind: 'unreadable', envelope, reason: 'unknown-body' };
  if (!(await areGenuine(ctx, body.data.keys, rootKey)))
    return { kind: 'unreadable', envelope, reason: 'keys-not-genuine' };
  // Sealed before a newer key had reached its sender, who says it again with that one; or by a revoked one: it is not said again.
  if (!holdsWhatIsHere(ctx.store.read, bureau, body.data.keys)) return { kind: 'not-ours', envelope };
  return { kind: 'bureau-keys', envelope, body: body.data };
}

function readBody({ identity }: SyncContext, envelope: Envelope, content: unknown): Opened {
  if (envelope.kind === 'message') {
    const body = messageBody.safeParse(content);
    if (body.success) return { kind: 'message', envelope, body: body.data };
  }
  if (envelope.kind === 'message-receipt') {
    const body = messageReceiptBody.safeParse(content);
    if (body.success) return { kind: 'receipt', envelope, body: body.data };
  }
  if (envelope.kind === 'record-changes') {
    // Nobody outside the bureau has a say in its records.
    if (envelope.from.bureau !== identity.bureau) return { kind: 'unreadable', envelope, reason: 'not-for-us' };
    const body = recordChangesBody.safeParse(content);
    if (body.success) return { kind: 'record-changes', envelope, body: body.data };
  }
  return { kind: 'unreadable', envelope, reason: 'unknown-body' };
}
