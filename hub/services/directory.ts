import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { canonicalHash } from '#shared/protocol/canonical-json.ts';
import {
  type Directory,
  type DirectoryBureau,
  type DirectoryWorkstation,
  directory,
  directoryBureau,
} from '#shared/protocol/directory.ts';
import {
  type BureauKeyRow,
  type BureauRow,
  findBureau,
  keysOfBureau,
  listBureauKeys,
  listBureaus,
} from '../store/bureaus.ts';
import type { Queryable } from '../store/database.ts';
import { listWorkstations } from '../store/workstations.ts';
import type { HubDeps } from './deps.ts';
import type { DirectoryReader, TaggedDirectory } from './working-parts.ts';

/**
 * Reads the directory anew each time, and makes and tags it only when its rows have changed: every round of every workstation asks
 * for it, and next to never is anything new.
 */
export function openDirectory({ database: db, authority }: Pick<HubDeps, 'database' | 'authority'>): DirectoryReader {
  let made: { readonly of: string; readonly tagged: Promise<TaggedDirectory> } | undefined;
  return async () => {
    const rows = await Promise.all([listBureaus(db), listBureauKeys(db), listWorkstations(db)]);
    const of = JSON.stringify(rows);
    if (made?.of !== of) made = { of, tagged: makeDirectory(rows, authority.ownKeys.published) };
    return made.tagged;
  };
}

async function makeDirectory(
  [bureaus, keys, workstations]: [BureauRow[], BureauKeyRow[], DirectoryWorkstation[]],
  hub: Directory['hub'],
): Promise<TaggedDirectory> {
  const content = directory.parse({
    bureaus: bureaus.map((bureau) => ({
      ...bureau,
      encryptionKeys: keys.filter((key) => key.bureau === bureau.code),
    })),
    workstations,
    hub,
  });
  return { directory: content, etag: `"${(await canonicalHash(content)).slice(0, 32)}"` };
}

/** One bureau's entry. Throws when there is no such bureau. */
export async function readDirectoryBureau(db: Queryable, code: string): Promise<DirectoryBureau> {
  const bureau = await findBureau(db, bureauCode.parse(code));
  return directoryBureau.parse({ ...bureau, encryptionKeys: await keysOfBureau(db, code) });
}
