import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from './row-source.ts';
import { useSettings } from './settings-context.ts';
import { useShortcuts } from './shortcuts.ts';
import { useViewMemory, useViewState } from './view-memory.ts';

const OVERSCAN = 12;

export interface RowListOptions<Row> {
  /** Unique in the application; scroll and marked row are remembered under it. */
  readonly name: string;
  readonly source: RowSource<Row>;
  readonly onOpen: (row: Row) => void;
  /** 1: a line; 2: two lines of text. */
  readonly lines: 1 | 2;
  /** A head of one row's height stays at the top of what scrolls. */
  readonly hasHead?: boolean;
}

/** Heights in rem by density: 32 px rows, 40 px when comfortable. */
const heights = { compact: { 1: 2, 2: 3.25 }, comfortable: { 1: 2.5, 2: 3.875 } } as const;

/** Scrolling, marking by keyboard and remembering, for lists and tables of any length. */
export function useRowList<Row>({ name, source, onOpen, lines, hasHead = false }: RowListOptions<Row>) {
  const { t } = useTranslation('ui');
  const { settings } = useSettings();
  const memory = useViewMemory();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useViewState(`${name}.row`, 0);
  const total = source.total ?? 0;
  const rowPixels = Math.round(heights[settings.density][lines] * 16 * (settings.textSize / 100));
  const headPixels = hasHead ? rowPixels : 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: OVERSCAN,
    scrollMargin: headPixels,
    scrollPaddingStart: headPixels,
    useFlushSync: false, // scrolling is never made to wait for rows
    initialOffset: () => (memory.get(`${name}.scroll`) as number | undefined) ?? 0,
    onChange: (instance) => memory.set(`${name}.scroll`, instance.scrollOffset ?? 0),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  const { show } = source;
  useEffect(() => show(first, last), [show, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed row height is the reason to measure again
  useEffect(() => virtual.measure(), [rowPixels]);
  useStartAtTop(name, source.of, () => {
    setActive(0);
    virtual.scrollToOffset(0);
  });

  const marked = Math.min(active, Math.max(0, total - 1));
  const mark = (index: number) => {
    const next = Math.min(Math.max(0, index), Math.max(0, total - 1));
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const latest = useRef({ source, onOpen });
  latest.current = { source, onOpen };
  /** Stays the same function, so that rows need not be drawn again. */
  const open = useCallback(
    (index: number) => {
      const row = latest.current.source.rowAt(index);
      setActive(index);
      if (row !== undefined) latest.current.onOpen(row);
    },
    [setActive],
  );

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const perPage = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headPixels) / rowPixels) - 1);
    const target = targetOf(event.key, marked, perPage, total);
    if (target === null && event.key !== 'Enter') return;
    if (event.target !== event.currentTarget && event.key === 'Enter') return;
    event.preventDefault();
    if (target === null) open(marked);
    else mark(target);
  }

  /** From anywhere on the screen: the list takes the focus and moves on. */
  const step = (by: number) => {
    const isHere = document.activeElement === scroller.current;
    scroller.current?.focus({ preventScroll: true });
    mark(isHere ? marked + by : marked);
  };
  useShortcuts(t('keys.listGroup'), [
    { keys: 'j', label: t('rows.nextRow'), run: () => step(1) },
    { keys: 'k', label: t('rows.previousRow'), run: () => step(-1) },
    { keys: 'enter', label: t('rows.openRow'), run: () => undefined },
  ]);

  const width = useWidthInRem(scroller, total > 0, settings.textSize);
  const id = useId();
  return {
    scroller,
    width,
    headPixels,
    items,
    height: virtual.getTotalSize(),
    rowPixels,
    total,
    marked,
    open,
    onKeyDown,
    idOf: (index: number) => `${id}${index}`,
  };
}

function targetOf(key: string, from: number, perPage: number, total: number): number | null {
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + perPage,
    PageUp: from - perPage,
    Home: 0,
    End: total - 1,
  };
  return targets[key] ?? null;
}

/** Width of an element in rem, which follows window, panes and text size; null until it is measured. */
function useWidthInRem(element: RefObject<HTMLElement | null>, isShown: boolean, textSize: number): number | null {
  const [pixels, setPixels] = useState<number | null>(null);
  useEffect(() => {
    const measured = element.current;
    if (!isShown || measured === null) return;
    const observer = new ResizeObserver(([entry]) => setPixels(entry?.contentRect.width ?? null));
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, isShown]);
  return pixels === null ? null : pixels / (16 * (textSize / 100));
}

/** Other filters show another list: it starts at its top, but not when the person only comes back to the same one. */
function useStartAtTop(name: string, of: string, toTop: () => void): void {
  const memory = useViewMemory();
  const action = useRef(toTop);
  action.current = toTop;
  useEffect(() => {
    const key = `${name}.of`;
    const isOther = memory.has(key) && memory.get(key) !== of;
    memory.set(key, of);
    if (isOther) action.current();
  }, [memory, name, of]);
}
