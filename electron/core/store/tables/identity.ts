import type { WorkstationId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

/** Who this workstation is to the hub, with its private keys: written once, at enrolment, inside the sealed store. */
export interface Identity {
  readonly bureau: string;
  readonly workstationId: WorkstationId;
  /** What people call this workstation, e.g. UTO-7F3A. */
  readonly name: string;
  readonly hubUrl: string;
  /** PEM of the hub's certificate authority: the only one trusted. */
  readonly hubCa: string;
  /** PEM, for mutual TLS. */
  readonly certificate: string;
  /** PEM (PKCS #8), ECDSA P-256. */
  readonly tlsKey: string;
  /** Base64url, Ed25519: signs envelopes. */
  readonly signingPublicKey: string;
  readonly signingPrivateKey: string;
  /** Base64url, X25519: what is meant for this one workstation. */
  readonly devicePublicKey: string;
  readonly devicePrivateKey: string;
  /**
   * The bureau's first public key, as it stood when this workstation enrolled (base64url, X25519). It names the bureau for good: keys that
   * are handed over are taken only with its private half among them, and the fingerprint compared on two machines is made of it.
   */
  readonly rootKey: string;
}

const NAME = 'workstation';

export function readIdentity(db: ReadDb): Identity | null {
  const row = db.get<{ value: string }>('SELECT value FROM identity WHERE name = ?', [NAME]);
  return row ? (JSON.parse(row.value) as Identity) : null;
}

export function writeIdentity(tx: WriteDb, identity: Identity): void {
  tx.run('INSERT INTO identity (name, value) VALUES (?, ?)', [NAME, JSON.stringify(identity)]);
}
