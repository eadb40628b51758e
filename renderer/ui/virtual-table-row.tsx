// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight do not exist, so these cannot be table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is the table's; its rows and cells take none of their own
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys are the table's (ARIA APG, grid)
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import classes from './virtual-table.module.css';

interface Props<Row> {
  readonly id: string;
  readonly index: number;
  /** Undefined while the row is on its way. */
  readonly row: Row | undefined;
  /** CSS grid tracks of the columns. */
  readonly tracks: string;
  /** Pixels from the top of the list, and height in pixels. */
  readonly start: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: (index: number) => void;
}

/** One row at its place. Remembered, so that scrolling draws only the rows that come into sight. */
export const VirtualTableRow = memo(OneRow) as typeof OneRow;

function OneRow<Row>({ id, index, row, tracks, start, height, isOpen, isMarked, columns, onOpen }: Props<Row>) {
  const { t } = useTranslation('ui');
  return (
    <div
      id={id}
      className={classes.row}
      style={{ gridTemplateColumns: tracks, blockSize: height, transform: `translateY(${start}px)` }}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      data-marked={isMarked || undefined}
      onClick={() => onOpen(index)}
    >
      {row === undefined ? (
        <span className={classes.pending} role="gridcell" aria-label={t('rows.loading')} />
      ) : (
        columns.map((column) => (
          <span key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
            {column.render(row)}
          </span>
        ))
      )}
    </div>
  );
}
