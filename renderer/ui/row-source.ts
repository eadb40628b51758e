import type { AppError } from '#shared/ipc/wire.ts';

/** Rows of a list that may be longer than what is in memory. */
export interface RowSource<Row> {
  /** What the list is of: filters and order. When it changes, the list starts from its top. */
  readonly of: string;
  /** Null until it is known. */
  readonly total: number | null;
  /** Undefined while the row is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** These rows came into sight. */
  readonly show: (first: number, last: number) => void;
  readonly error: AppError | null;
}

/** A short list that is all there. */
export function arrayRows<Row>(
  of: string,
  rows: readonly Row[] | undefined,
  error: AppError | null = null,
): RowSource<Row> {
  return { of, total: rows?.length ?? null, rowAt: (index) => rows?.[index], show: () => undefined, error };
}
