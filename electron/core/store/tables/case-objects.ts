import type { CaseId } from '#shared/lib/ids.ts';

/** A case in which a document or a vehicle stands. */
export interface CaseOfObject {
  readonly id: CaseId;
  readonly reference: string;
  readonly title: string;
}
