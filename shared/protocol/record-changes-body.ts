import { z } from 'zod';
import { uuid, workstationId } from '../lib/ids.ts';
import { instant } from './instant.ts';

export const RECORD_CHANGES_BODY_VERSION = 1;

const kind = z.string().min(1).max(40);
const author = z.string().max(200);

/** A record as it was made, or, where it was made before it was shared, as it stands. */
export const newRecord = z.looseObject({
  entry: z.literal('record'),
  /** shared/domain/field-changes/shared-fields.ts has the kinds; a newer version may have more. */
  kind,
  id: uuid,
  /** Field by field, JSON values; those of a newer version are kept by workstations that do not know them. */
  values: z.record(z.string(), z.unknown()),
  author,
  /** The author's clock; evidence only. */
  at: instant,
});

/** One edit of one field. */
export const recordChange = z.looseObject({
  entry: z.literal('change'),
  /** Made once: the same change twice is one. */
  id: uuid,
  kind,
  recordId: uuid,
  field: z.string().min(1).max(80),
  /** The version the author saw, counted on the author's workstation; evidence only. */
  baseVersion: z.int().min(0),
  /** The value the author saw, and the one the author wrote. */
  base: z.unknown(),
  value: z.unknown(),
  /** The latest changes of this field that the author knew of: its causal parents. None: it follows the record as it was made. */
  parents: z.array(uuid).max(64),
  /** How far the author's workstation had read the bureau's stream. */
  seen: z.int().min(0),
  /** True where a person settled a conflict by it. */
  decision: z.boolean(),
  author,
  at: instant,
  /**
   * Since version 4, of a change that a colleague hands over to who joined after the hub had let go of it: who made it, and its place in the
   * stream (the envelope's number × 1024, and the place inside). Whoever knows the change passes it over.
   */
  handedOver: z.object({ workstation: workstationId, place: z.int().min(0) }).optional(),
});

/** What a newer version may write: kept, not understood. */
const laterEntry = z.looseObject({ entry: z.string().max(40) });

/**
 * What is inside a sealed envelope of kind `record-changes`, addressed to the sender's own bureau alone: changes of the records that
 * its workstations share, in the order in which they were made.
 */
export const recordChangesBody = z.object({
  entries: z
    .array(z.union([newRecord, recordChange, laterEntry]))
    .min(1)
    .max(1000),
});

export type NewRecordEntry = z.infer<typeof newRecord>;
export type RecordChangeEntry = z.infer<typeof recordChange>;
export type RecordChangesBody = z.infer<typeof recordChangesBody>;

export const isNewRecord = (entry: RecordChangesBody['entries'][number]): entry is NewRecordEntry =>
  newRecord.safeParse(entry).success;
export const isRecordChange = (entry: RecordChangesBody['entries'][number]): entry is RecordChangeEntry =>
  recordChange.safeParse(entry).success;
