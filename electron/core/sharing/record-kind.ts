import type { EditableKind } from '#shared/domain/field-changes/shared-fields.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { ReadDb } from '../store/database.ts';
import type { Recording } from '../timeline.ts';

/** What became of something that was to be written: `needs` names the record that has to be here first. */
export type Written = 'written' | 'not-understood' | { readonly needs: string };

/** A record as it crosses to the bureau's other workstations. */
export interface WholeRecord {
  readonly values: Readonly<Record<string, unknown>>;
  readonly author: string;
  /** Ms since 1970. */
  readonly at: number;
}

export interface ArrivingRecord extends WholeRecord {
  readonly id: string;
}

/** How one kind of record is read for the other workstations, and written as it comes from them. */
export interface RecordKind {
  whole(db: ReadDb, id: string): WholeRecord | null;
  /** Other records that have to be there before it. */
  needs(db: ReadDb, id: string): readonly { readonly kind: EditableKind; readonly id: string }[];
  /** The values this build knows the meaning of. */
  readonly known: readonly string[];
  insert(rec: Recording, record: ArrivingRecord): Written;
  /** It is here, and was said once more. */
  again?(rec: Recording, record: Pick<ArrivingRecord, 'id' | 'values'>): void;
  /** What else was waited for, and is here with it. */
  alsoWakes?(db: ReadDb, id: string): readonly string[];
}

export interface EditableRecordKind extends RecordKind {
  /** A field as it crosses. */
  field(db: ReadDb, id: string, field: string): unknown;
  /** @param by who wrote the value */
  write(rec: Recording, id: string, field: string, value: unknown, by: string): Written;
  version(db: ReadDb, id: string): number;
  title(db: ReadDb, id: string): string;
  cases(db: ReadDb, id: string): readonly CaseId[];
}
