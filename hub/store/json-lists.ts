/**
 * Lists of JSON documents, bound in the binary form of PostgreSQL's arrays: as text, every quotation mark of every document would be
 * escaped here and unescaped there. With other lists it makes no difference.
 */

/** Types as PostgreSQL numbers them, and what stands before each document: of jsonb the version of its form. */
const TYPES = { json: { oid: 114, prefix: [] }, jsonb: { oid: 3802, prefix: [1] } } as const;

export interface JsonList {
  /** Place among the values, from 0. */
  readonly place: number;
  readonly type: keyof typeof TYPES;
}

/** Which values of a statement are such lists. */
export function jsonListsOf(sql: string): readonly JsonList[] {
  return [...sql.matchAll(/\$(\d+)::(jsonb?)\[\]/g)].map(([, number, type]) => ({
    place: Number(number) - 1,
    type: type as JsonList['type'],
  }));
}

/** Dimensions, whether any element is null, the type; of the one dimension its length and first index; then length and bytes of each. */
const HEAD = 5;

/** array_send of PostgreSQL. */
export function encodeJsonList(documents: readonly string[], type: JsonList['type']): Buffer {
  const { oid, prefix } = TYPES[type];
  const lengths = documents.map((document) => prefix.length + Buffer.byteLength(document));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 4 * HEAD));
  let at = 0;
  for (const number of [1, 0, oid, documents.length, 1]) at = bytes.writeInt32BE(number, at);
  for (const [index, document] of documents.entries()) {
    at = bytes.writeInt32BE(lengths[index] as number, at);
    for (const byte of prefix) at = bytes.writeUInt8(byte, at);
    at += bytes.write(document, at, 'utf8');
  }
  return bytes;
}
