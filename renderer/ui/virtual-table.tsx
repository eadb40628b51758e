// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight do not exist, so these cannot be table elements; the keys are the list's (ARIA APG, grid)
// biome-ignore-all lint/a11y/useFocusableInteractive: rows out of sight do not exist, so these cannot be table elements; the keys are the list's (ARIA APG, grid)
import type { ReactNode } from 'react';
import type { Column, Sort } from './column.ts';
import { DelayedSkeleton } from './delayed-skeleton.tsx';
import { ErrorNotice } from './error-notice.tsx';
import type { RowSource } from './row-source.ts';
import { TableHead } from './table-head.tsx';
import { useRowList } from './use-row-list.ts';
import classes from './virtual-table.module.css';
import { VirtualTableRow } from './virtual-table-row.tsx';

interface Props<Row> {
  /** Unique in the application; scroll and marked row are remembered under it. */
  readonly name: string;
  readonly label: string;
  readonly source: RowSource<Row>;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: (row: Row) => void;
  readonly isOpen?: (row: Row) => boolean;
  readonly sort?: Sort;
  /** A header was pressed: sort by its column, or turn the order round. */
  readonly onSort?: (sort: Sort) => void;
  readonly empty: ReactNode;
}

/** A table of any length with a header that stays: only the rows in sight exist; keys as in VirtualRows. */
export function VirtualTable<Row>({ name, label, source, columns, onOpen, isOpen, sort, onSort, empty }: Props<Row>) {
  const list = useRowList({ name, source, onOpen, lines: 1, hasHead: true });
  if (source.error)
    return (
      <div className={classes.apart}>
        <ErrorNotice error={source.error} />
      </div>
    );
  if (source.total === null) return <DelayedSkeleton lines={12} />;
  if (source.total === 0) return <div className={classes.apart}>{empty}</div>;
  const shown = columns.filter(({ from = 0 }) => list.width === null || list.width >= from);
  const tracks = shown.map((column) => column.width).join(' ');
  return (
    <div
      className={classes.table}
      role="grid"
      aria-label={label}
      aria-rowcount={list.total + 1}
      ref={list.scroller}
      tabIndex={0}
      aria-activedescendant={list.idOf(list.marked)}
      onKeyDown={list.onKeyDown}
    >
      <TableHead columns={shown} tracks={tracks} sort={sort} onSort={onSort} />
      <div className={classes.space} style={{ blockSize: list.height }} role="rowgroup">
        {list.items.map(({ key, index, start }) => {
          const row = source.rowAt(index);
          return (
            <VirtualTableRow
              key={key}
              id={list.idOf(index)}
              index={index}
              row={row}
              tracks={tracks}
              start={start - list.headPixels}
              height={list.rowPixels}
              isOpen={row !== undefined && isOpen?.(row) === true}
              isMarked={index === list.marked}
              columns={shown}
              onOpen={list.open}
            />
          );
        })}
      </div>
    </div>
  );
}
