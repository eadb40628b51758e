import { type Bytes, concatBytes, sha256, toHex } from '../bytes.ts';
import { signedBytes } from '../signature.ts';

/** One digest over many records in constant memory: each step is SHA-256 over the digest before and that of the record. */
export class RecordChain {
  records = 0;
  private digest: Bytes = new Uint8Array(32);

  /** @param record type, length and content, as they stand in the file */
  async add(record: Uint8Array): Promise<void> {
    this.digest = await sha256(concatBytes(this.digest, await sha256(record)));
    this.records += 1;
  }

  get hex(): string {
    return toHex(this.digest);
  }
}

/** What the closing record's signature is over. */
export const closingBytes = ({ records, digest }: { readonly records: number; readonly digest: string }): Bytes =>
  signedBytes('ncb-bundle-v1', { records, digest });
