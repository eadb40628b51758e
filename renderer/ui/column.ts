import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** CSS grid track: `8rem`, `minmax(0, 1fr)`. */
  readonly width: string;
  readonly render: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
  /** The table has to be this wide (rem) for the column to be shown; none: always. */
  readonly from?: number;
  /** Whether the list can be sorted by this column. */
  readonly sortable?: boolean;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}
