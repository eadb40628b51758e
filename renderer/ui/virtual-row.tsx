import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './virtual-rows.module.css';

interface Props<Row> {
  readonly id: string;
  readonly index: number;
  readonly total: number;
  /** Undefined while the row is on its way. */
  readonly row: Row | undefined;
  /** Pixels from the top of the list, and height in pixels. */
  readonly start: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  readonly render: (row: Row) => ReactNode;
  readonly onOpen: (index: number) => void;
}

/** One row at its place. Remembered, so that scrolling draws only the rows that come into sight. */
export const VirtualRow = memo(OneRow) as typeof OneRow;

function OneRow<Row>({ id, index, total, row, start, height, isOpen, isMarked, render, onOpen }: Props<Row>) {
  const { t } = useTranslation('ui');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the list's; its options take no focus of their own
    <div
      id={id}
      className={classes.row}
      style={{ blockSize: height, transform: `translateY(${start}px)` }}
      role="option"
      tabIndex={-1}
      aria-selected={isOpen}
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-busy={row === undefined}
      data-marked={isMarked || undefined}
      onClick={() => onOpen(index)}
    >
      {row === undefined ? <span className={classes.pending} role="img" aria-label={t('rows.loading')} /> : render(row)}
    </div>
  );
}
