/** The names in a vault folder (docs/store-format.md §1). */

const WIDTH = 10;
const NUMBERED = /^(snapshot|journal)-(\d{10})\.ncb$/;

export const LOCK_FILE = 'lock.ncb';
export const ATTEMPTS_FILE = 'attempts.ncb';
export const KEYS_FILES = ['keys-a.ncb', 'keys-b.ncb'] as const;
export const MANIFEST_FILES = ['manifest-a.ncb', 'manifest-b.ncb'] as const;
/** There while a vault is being made: what an interrupted creation left is told by it from a store whose keys are gone. */
export const CREATING_FILE = 'creating.ncb';
export const ATTACHMENTS_FOLDER = 'attachments';
export const QUARANTINE_FOLDER = 'quarantine';

export const snapshotName = (generation: number): string => `snapshot-${String(generation).padStart(WIDTH, '0')}.ncb`;

export const journalName = (generation: number): string => `journal-${String(generation).padStart(WIDTH, '0')}.ncb`;

/** What kind of numbered file a name is, or undefined for any other name. */
export function parseNumberedName(name: string): { kind: 'snapshot' | 'journal'; generation: number } | undefined {
  const [, kind, digits] = NUMBERED.exec(name) ?? [];
  if ((kind !== 'snapshot' && kind !== 'journal') || digits === undefined) return undefined;
  return { kind, generation: Number(digits) };
}
