import type { ChangeableKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { WorkstationId } from '#shared/lib/ids.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import { headsOfField, keepChange } from '../store/tables/record-changes.ts';
import { syncState } from '../store/tables/sync-state.ts';
import type { Recording } from '../timeline.ts';

/** One field that an action changed: as it crosses, before and after. */
export interface FieldEdit {
  readonly field: string;
  readonly base: unknown;
  readonly value: unknown;
}

export interface Edited {
  readonly kind: ChangeableKind;
  readonly id: string;
  /** The version its author saw. */
  readonly version: number;
  readonly edits: readonly FieldEdit[];
  readonly decision?: boolean;
}

export interface ChangeAuthor {
  readonly author: string;
  readonly workstation: WorkstationId;
}

/** Keeps one edit, and says it as it crosses. */
export function changeEntry(
  { tx, now, newId }: Recording,
  { author, workstation }: ChangeAuthor,
  { kind, id, version, decision = false }: Omit<Edited, 'edits'>,
  edit: FieldEdit,
): RecordChangeEntry {
  const change = {
    id: newId(),
    kind,
    recordId: id,
    ...edit,
    baseVersion: version,
    parents: headsOfField(tx, id, edit.field).map((head) => head.id),
    seen: Number(syncState(tx, 'stream-cursor') ?? 0),
    decision,
    author,
  };
  keepChange(tx, { ...change, workstation, at: now }, null);
  return { entry: 'change', ...change, at: toInstant(now) };
}
