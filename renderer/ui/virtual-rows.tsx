import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DelayedSkeleton } from './delayed-skeleton.tsx';
import { ErrorNotice } from './error-notice.tsx';
import type { RowSource } from './row-source.ts';
import { useRowList } from './use-row-list.ts';
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
  const { t } = useTranslation('ui');
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
        {list.items.map((item) => {
          const row = source.rowAt(item.index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's; its options take no focus of their own
            <div
              key={item.key}
              id={list.idOf(item.index)}
              className={classes.row}
              style={{ blockSize: list.rowPixels, transform: `translateY(${item.start}px)` }}
              role="option"
              tabIndex={-1}
              aria-selected={row !== undefined && isOpen?.(row) === true}
              aria-setsize={list.total}
              aria-posinset={item.index + 1}
              aria-busy={row === undefined}
              data-marked={item.index === list.marked || undefined}
              onClick={() => list.open(item.index)}
            >
              {row === undefined ? (
                <span className={classes.pending} role="img" aria-label={t('rows.loading')} />
              ) : (
                render(row)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
