import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import { type Directory, type DirectoryBureau, directory, directoryBureau } from '#shared/protocol/directory.ts';
import { findBureau, keysOfBureau, listBureauKeys, listBureaus } from '../store/bureaus.ts';
import type { Queryable } from '../store/database.ts';
import { listWorkstations } from '../store/workstations.ts';

export interface TaggedDirectory {
  readonly directory: Directory;
  /** Changes when the content does. */
  readonly etag: string;
}

/** Everybody who can be written to, with their public keys. */
export async function readDirectory(db: Queryable): Promise<TaggedDirectory> {
  const [bureaus, keys, workstations] = await Promise.all([listBureaus(db), listBureauKeys(db), listWorkstations(db)]);
  const content = directory.parse({
    bureaus: bureaus.map((bureau) => ({
      ...bureau,
      encryptionKeys: keys.filter((key) => key.bureau === bureau.code),
    })),
    workstations,
  });
  return { directory: content, etag: `"${(await canonicalHash(content)).slice(0, 32)}"` };
}

/** One bureau's entry. Throws when there is no such bureau. */
export async function readDirectoryBureau(db: Queryable, code: string): Promise<DirectoryBureau> {
  const bureau = await findBureau(db, bureauCode.parse(code));
  return directoryBureau.parse({ ...bureau, encryptionKeys: await keysOfBureau(db, code) });
}
