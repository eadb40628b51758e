// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight do not exist, so these cannot be table elements; the keys are the list's (ARIA APG, grid)
// biome-ignore-all lint/a11y/useFocusableInteractive: rows out of sight do not exist, so these cannot be table elements; the keys are the list's (ARIA APG, grid)
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column, Sort } from './column.ts';
import classes from './virtual-table.module.css';

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  /** CSS grid tracks of the columns. */
  readonly tracks: string;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** The names of the columns; those that sort are buttons. */
export function TableHead<Row>({ columns, tracks, sort, onSort }: Props<Row>) {
  const Arrow = sort?.descending ? IconArrowDown : IconArrowUp;
  return (
    <div className={classes.head} style={{ gridTemplateColumns: tracks }} role="row" aria-rowindex={1}>
      {columns.map((column) => {
        const isSorted = sort?.key === column.key;
        const order = sort?.descending ? 'descending' : 'ascending';
        return (
          <span
            key={column.key}
            role="columnheader"
            className={classes.cell}
            data-align={column.align}
            aria-sort={isSorted ? order : undefined}
          >
            {column.sortable && onSort ? (
              <button
                type="button"
                className={classes.sort}
                onClick={() => onSort({ key: column.key, descending: isSorted ? !sort.descending : false })}
              >
                {column.header}
                {isSorted ? <Arrow size="0.875rem" aria-hidden="true" /> : null}
              </button>
            ) : (
              column.header
            )}
          </span>
        );
      })}
    </div>
  );
}
