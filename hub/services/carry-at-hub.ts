import type { AnswerCode } from '#shared/protocol/answers.ts';
import { type AnsweringHub, answerRecords } from '#shared/protocol/bundle/answer-records.ts';
import { carryBundle } from '#shared/protocol/bundle/carry-bundle.ts';
import { type BundleFile, checkBundle } from '#shared/protocol/bundle/check-bundle.ts';
import type { BundleRecipient } from '#shared/protocol/bundle/header.ts';
import { BundleError } from '#shared/protocol/bundle/layout.ts';
import { openBundle } from '#shared/protocol/bundle/read-bundle.ts';
import type { BundleHead } from '#shared/protocol/bundle/records.ts';
import { writeBundle } from '#shared/protocol/bundle/write-bundle.ts';
import { fromBase64Url } from '#shared/protocol/bytes.ts';
import { epoch as epochSchema } from '#shared/protocol/epoch.ts';
import { encryptionKeyId } from '#shared/protocol/hpke.ts';
import type { SignedStatement } from '#shared/protocol/hub-statement.ts';
import { listChunks, readableOwner, readChunk } from '../store/blobs.ts';
import { keysOfBureau } from '../store/bureaus.ts';
import { findWorkstation } from '../store/workstations.ts';
import { putChunk } from './blobs.ts';
import { acceptCarried, askCarried, carriedDirectory, carriedStream, senderOf } from './bundles.ts';
import { type HubDeps, nowOf } from './deps.ts';
import { HubError } from './hub-error.ts';

/** What a bundle came to at the hub's own command line. */
export interface CarriedAtHub {
  readonly head: BundleHead;
  readonly decided: readonly SignedStatement[];
}

/** The hub stopped in the middle of a bundle, with this answer: what it had taken in by then stays. */
export class StoppedMidway extends Error {
  override readonly name = 'StoppedMidway';

  constructor(readonly code: AnswerCode) {
    super(code);
  }
}

/**
 * Reads a bundle in where the hub itself is: no line is needed at all.
 * @throws BundleError when it is no whole bundle of a workstation of this hub; HubError `sender-revoked` or `bureau-suspended`, before
 * anything of it is kept; StoppedMidway when the hub says something of the kind later
 */
export async function carryAtHub(deps: HubDeps, file: BundleFile): Promise<CarriedAtHub> {
  const { ownKeys } = deps.authority;
  const keys = [{ keyId: ownKeys.published.keyId, privateKey: ownKeys.privateKey }];
  const { head, signingKey } = await writerOf(deps, file, keys);
  const checked = await checkBundle(deps, file, { keys, visit: () => undefined, writerKey: () => signingKey });
  const { bureau } = head;
  await senderOf(deps, { bureau, carrier: null }, head.workstation);
  const decided = await carryBundle(
    {
      chunksAt: async (blobId) =>
        new Map((await listChunks(deps.database, bureau, blobId)).map(({ index, sha256 }) => [index, sha256])),
      putChunk: ({ blobId, index, bytes, sha256 }) => putChunk(deps, { bureau }, { blobId, index, bytes, sha256 }),
      ask: (workstation, checks) => askCarried(deps, { bureau, carrier: null }, workstation, checks),
      offer: (workstation, texts) =>
        acceptCarried(
          deps,
          { bureau, carrier: null },
          workstation,
          texts.map((text) => JSON.parse(text) as unknown),
        ),
    },
    await openBundle(file(), keys, checked),
    () => undefined,
  ).catch((error: unknown) => {
    throw error instanceof HubError ? new StoppedMidway(error.code) : error;
  });
  return { head, decided };
}

/** The workstation whose work it is, and what proves so. A return bundle is not for the hub. */
async function writerOf(
  deps: HubDeps,
  file: BundleFile,
  keys: Parameters<typeof openBundle>[1],
): Promise<{ readonly head: BundleHead; readonly signingKey: string }> {
  const { head, close } = await openBundle(file(), keys);
  await close();
  if (head.kind !== 'outward' || head.writer !== head.workstation) throw new BundleError('not-for-us');
  const writer = await findWorkstation(deps.database, head.bureau, head.workstation);
  if (!writer) throw new BundleError('not-for-us');
  return { head, signingKey: writer.signingKey };
}

/** The answers to a bundle that was read in here, as the bytes of a return bundle. Throws when the bureau has no key. */
export async function answerAtHub(deps: HubDeps, { head, decided }: CarriedAtHub): Promise<AsyncIterable<Uint8Array>> {
  const keys = await keysOfBureau(deps.database, head.bureau);
  const current = keys.filter(({ status }) => status === 'current');
  if (current.length === 0) throw new Error(`${head.bureau} has no key`);
  const recipients = [...current, ...(await deviceKeyOf(deps, head))];
  const back = { ...head, kind: 'return' as const, writer: null, at: nowOf(deps), wanted: [] };
  const records = answerRecords(answeringHub(deps, head.bureau), head, decided);
  return writeBundle({ ...deps, signer: deps.authority.ownKeys.signer }, recipients, back, records);
}

/** Of the machine the answers are for: the bureau's key may have been renewed while it was away. */
async function deviceKeyOf(deps: HubDeps, { bureau, workstation }: BundleHead): Promise<BundleRecipient[]> {
  const { deviceKey: publicKey } = (await findWorkstation(deps.database, bureau, workstation)) ?? {};
  return publicKey ? [{ keyId: await encryptionKeyId(fromBase64Url(publicKey)), publicKey }] : [];
}

function answeringHub(deps: HubDeps, bureau: string): AnsweringHub {
  const owner = (blobId: string) => readableOwner(deps.database, bureau, blobId);
  return {
    directory: () => carriedDirectory(deps),
    stream: (after, epoch) => carriedStream(deps, bureau, { after, epoch: epochSchema.nullable().parse(epoch) }),
    blob: async (blobId) => {
      const from = await owner(blobId);
      return from ? { chunks: await listChunks(deps.database, from, blobId) } : null;
    },
    chunk: async (blobId, index) => {
      const chunk = await readChunk(deps.database, (await owner(blobId)) ?? '', blobId, index);
      if (!chunk) throw new Error('A chunk vanished');
      return chunk.bytes;
    },
  };
}
