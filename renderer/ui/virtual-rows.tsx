import type { ReactNode } from 'react';
import { DelayedSkeleton } from './delayed-skeleton.tsx';
import { ErrorNotice } from './error-notice.tsx';
import type { RowSource } from './row-source.ts';
import { useRowList } from './use-row-list.ts';
import { VirtualRow } from './virtual-row.tsx';
import classes from './virtual-rows.module.css';

interface Props<Row> {
  /** Unique in the application; scroll and marked row are remembered under it. */
  readonly name: string;
  /** Names the list for screen readers. */
  readonly label: string;
  /** From useWindowedRows(method, filters), or arrayRows(name, rows) for a short list. */
  readonly source: RowSource<Row>;
  /** The row's content; nothing in it takes the focus. */
  readonly render: (row: Row) => ReactNode;
  readonly onOpen: (row: Row) => void;
  /** Whether the row is the one shown in the detail. */
  readonly isOpen?: (row: Row) => boolean;
  readonly lines?: 1 | 2;
  /** Shown when there is nothing: an EmptyState. */
  readonly empty: ReactNode;
}

/** A list of any length: only the rows in sight exist; one marked row, moved by keys; Enter or a click opens. */
export function VirtualRows<Row>({ name, label, source, render, onOpen, isOpen, lines = 1, empty }: Props<Row>) {
  const list = useRowList({ name, source, onOpen, lines });
  if (source.error)
    return (
      <div className={classes.apart}>
        <ErrorNotice error={source.error} />
      </div>
    );
  if (source.total === null) return <DelayedSkeleton lines={10} />;
  if (source.total === 0) return <div className={classes.apart}>{empty}</div>;
  return (
    <div
      ref={list.scroller}
      className={classes.scroller}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={list.idOf(list.marked)}
      onKeyDown={list.onKeyDown}
    >
      <div className={classes.space} style={{ blockSize: list.height }} role="presentation">
        {list.items.map(({ key, index, start }) => {
          const row = source.rowAt(index);
          return (
            <VirtualRow
              key={key}
              id={list.idOf(index)}
              index={index}
              total={list.total}
              row={row}
              start={start}
              height={list.rowPixels}
              isOpen={row !== undefined && isOpen?.(row) === true}
              isMarked={index === list.marked}
              render={render}
              onOpen={list.open}
            />
          );
        })}
      </div>
    </div>
  );
}
