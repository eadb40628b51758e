import { newId } from '#shared/lib/ids.ts';
import { type BureauCode, bureauCode } from '#shared/protocol/bureau-code.ts';
import { toBase64Url } from '#shared/protocol/bytes.ts';
import { type Envelope, type UnsignedEnvelope, unsignedEnvelope } from '#shared/protocol/envelope.ts';
import { signEnvelope } from '#shared/protocol/envelope-signature.ts';
import { type EncryptionKeyPair, encryptionKeyId, newEncryptionKeyPair } from '#shared/protocol/hpke.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { type SealingRecipient, sealBody } from '#shared/protocol/sealed-body.ts';
import type { Signer } from '#shared/protocol/signature.ts';
import { newSigningKey, systemRandom } from './crypto.ts';

const clock = { now: () => Date.now() };
export const testDeps = { clock, random: systemRandom };

export interface TestBureau extends EncryptionKeyPair {
  readonly code: BureauCode;
  readonly keyId: string;
}

/** A bureau with a fresh encryption key. */
export async function newTestBureau(code: string): Promise<TestBureau> {
  const keys = await newEncryptionKeyPair({ random: systemRandom });
  return { code: bureauCode.parse(code), keyId: await encryptionKeyId(keys.publicKey), ...keys };
}

export function asRecipient(bureau: TestBureau): SealingRecipient {
  return { bureau: bureau.code, keyId: bureau.keyId, publicKey: toBase64Url(bureau.publicKey) };
}

export interface TestSender {
  readonly bureau: TestBureau;
  readonly workstation: string;
  readonly signer: Signer;
}

interface EnvelopeParts {
  readonly sender: TestSender;
  readonly to: readonly TestBureau[];
  readonly sequence: number;
  readonly content?: unknown;
  /** A fresh one where absent. */
  readonly id?: string;
  readonly change?: (unsigned: UnsignedEnvelope) => UnsignedEnvelope;
}

/** A sealed and signed envelope as a workstation makes it; `change` falsifies it before it is signed. */
export async function makeEnvelope({ sender, to, sequence, content, id, change }: EnvelopeParts): Promise<Envelope> {
  const frame = {
    id: id ?? newId(testDeps),
    kind: 'message',
    from: { bureau: sender.bureau.code, workstation: sender.workstation },
    to: to.map(({ code }) => code),
  };
  const recipients = [...new Set([sender.bureau, ...to])].map(asRecipient);
  const unsigned = unsignedEnvelope.parse({
    ...frame,
    protocol: 1,
    sequence,
    priority: 'routine',
    handling: 'H1',
    sentAt: toInstant(clock.now()),
    header: { bodyVersion: 1, parents: [] },
    body: await sealBody({ random: systemRandom }, frame, recipients, content ?? { text: 'invented' }),
    attachments: [],
  });
  return signEnvelope({ signer: sender.signer }, change ? change(unsigned) : unsigned);
}

/** What a workstation of FRI that nobody has heard of sends to UTO: so many envelopes, in order. */
export async function envelopesOfStranger(count: number): Promise<Envelope[]> {
  const [bureau, reader] = [await newTestBureau('FRI'), await newTestBureau('UTO')];
  const sender = { bureau, workstation: newId(testDeps), signer: newSigningKey() };
  return Promise.all(
    Array.from({ length: count }, (_, place) => makeEnvelope({ sender, to: [reader], sequence: place + 1 })),
  );
}
