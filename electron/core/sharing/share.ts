import { type ChangeableKind, isOfferedKind, type OfferedKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { MessagePriority } from '#shared/domain/message-priority.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import type { NewRecordEntry, RecordChangeEntry } from '#shared/protocol/record-changes-body.ts';
import type { ActionContext } from '../context.ts';
import { hasColleagues, isShared } from '../store/tables/shared-records.ts';
import type { Recording } from '../timeline.ts';
import { changeEntry, type Edited, type FieldEdit } from './change-entry.ts';
import { noteUnshared } from './offer-existing.ts';
import { queueEntries } from './queue-entries.ts';
import { queueFileContent } from './queue-file-content.ts';
import { editableRecordKinds } from './record-kinds.ts';
import { additionEntry, wholeEntries } from './whole-entries.ts';

/** What an action did to shared records. */
export interface SharedWork {
  readonly title: string;
  readonly caseId: CaseId | null;
  readonly made?: readonly { readonly kind: OfferedKind; readonly id: string }[];
  readonly edited?: Edited;
  /** What it wrote into timelines. */
  readonly told: readonly EventId[];
  readonly priority?: MessagePriority;
}

export type Sharing = Recording & Pick<ActionContext, 'actor' | 'identity'>;

/**
 * Queues what an action did for the bureau's other workstations, in the action's transaction. Where the bureau has no other workstation,
 * nothing is queued: the first that joins gets everything as it then stands (offer-existing.ts).
 */
export function share(ctx: Sharing, work: SharedWork): void {
  const records = [...(work.made ?? []), ...(work.edited ? [work.edited] : [])];
  const subject = records[0];
  if (!subject) return;
  if (!isSharing(ctx, [...records.map(({ id }) => id), ...(work.caseId ? [work.caseId] : [])])) {
    noteUnshared(ctx);
    return;
  }
  const entries = [
    ...(work.made ?? []).flatMap(({ kind, id }) => wholeEntries(ctx.tx, kind, id)),
    ...(work.edited ? editEntries(ctx, work.edited) : []),
    ...work.told.flatMap((id) => additionEntry(ctx.tx, 'event', id)),
  ];
  const { title, caseId, priority = 'routine' } = work;
  const from = { bureau: ctx.identity.bureau, by: ctx.actor.name };
  queueEntries(ctx, { ...from, refId: subject.id, title, caseId, priority }, entries);
  for (const { kind, id } of work.made ?? []) if (kind === 'file') queueFileContent(ctx, from, id);
}

/** Also what has been shared once goes on being shared: the hub keeps it for whoever comes back. */
const isSharing = ({ tx, identity }: Sharing, ids: readonly string[]): boolean =>
  hasColleagues(tx, identity.bureau, identity.workstationId) || ids.some((id) => isShared(tx, id));

/** A record the others have not got yet goes whole, the edit within it. */
function editEntries(ctx: Sharing, edited: Edited): (NewRecordEntry | RecordChangeEntry)[] {
  const { kind, id } = edited;
  if (isOfferedKind(kind) && !isShared(ctx.tx, id)) return wholeEntries(ctx.tx, kind, id);
  const by = { author: ctx.actor.name, workstation: ctx.identity.workstationId };
  return edited.edits.map((edit) => changeEntry(ctx, by, edited, edit));
}

/** The fields an action changes, as they cross: `before` is called ahead of the action's writing, the edits are read after it. */
export function watchFields(
  ctx: Pick<ActionContext, 'tx'>,
  kind: ChangeableKind,
  id: string,
  fields: readonly string[],
): () => FieldEdit[] {
  const records = editableRecordKinds[kind];
  const before = fields.map((field) => records.field(ctx.tx, id, field));
  return () => fields.map((field, at) => ({ field, base: before[at], value: records.field(ctx.tx, id, field) }));
}
