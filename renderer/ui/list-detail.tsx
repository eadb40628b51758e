import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list-detail.module.css';
import { usePaneWidth } from './use-pane-width.ts';

interface Props {
  /** Under this name the width is remembered. */
  readonly name: string;
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** Names the list for screen readers. */
  readonly label: string;
  /** Width of the list before anybody changed it, in rem. */
  readonly initialWidth?: number;
}

/** List and detail side by side; the border between them moves by mouse and by arrow keys, and stays where it was put. */
export function ListDetail({ name, list, detail, label, initialWidth = 26 }: Props) {
  const { t } = useTranslation('ui');
  const pane = usePaneWidth(name, initialWidth);
  return (
    <div className={classes.panes}>
      <section className={classes.list} style={{ inlineSize: `${pane.width}rem` }} aria-label={label}>
        {list}
      </section>
      {/* biome-ignore lint/a11y/useSemanticElements: a window splitter is a focusable separator (ARIA APG); hr cannot be one */}
      <div
        className={classes.splitter}
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t('pane.resize')}
        aria-valuenow={Math.round(pane.width)}
        aria-valuemin={pane.min}
        aria-valuemax={pane.max}
        onKeyDown={pane.onKeyDown}
        onPointerDown={pane.onPointerDown}
        onDoubleClick={pane.reset}
      />
      <div className={classes.detail}>{detail}</div>
    </div>
  );
}
