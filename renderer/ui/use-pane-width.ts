import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useSettings } from './settings-context.ts';

const MIN_REM = 16;
const MAX_REM = 60;
const STEP_REM = 1;

const within = (width: number) => Math.min(MAX_REM, Math.max(MIN_REM, width));
const isRtl = (element: Element) => getComputedStyle(element).direction === 'rtl';
const remInPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Width of a pane in rem, remembered in the settings under `pane.<name>`. */
export function usePaneWidth(name: string, initialWidth: number) {
  const { settings, update } = useSettings();
  const key = `pane.${name}`;
  const kept = within(settings.layout[key] ?? initialWidth);
  const [dragged, setDragged] = useState<number | null>(null);
  const keep = (width: number) => update({ layout: { ...settings.layout, [key]: within(width) } });

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const outwards = isRtl(event.currentTarget) ? 'ArrowLeft' : 'ArrowRight';
    const inwards = isRtl(event.currentTarget) ? 'ArrowRight' : 'ArrowLeft';
    const steps: Record<string, number> = { [outwards]: kept + STEP_REM, [inwards]: kept - STEP_REM };
    const width = { ...steps, Home: MIN_REM, End: MAX_REM }[event.key];
    if (width === undefined) return;
    event.preventDefault();
    keep(width);
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    const handle = event.currentTarget;
    const start = event.clientX;
    const sign = isRtl(handle) ? -1 : 1;
    const widthAt = (x: number) => within(kept + (sign * (x - start)) / remInPixels());
    const move = (moved: globalThis.PointerEvent) => setDragged(widthAt(moved.clientX));
    const end = (ended: globalThis.PointerEvent) => {
      handle.removeEventListener('pointermove', move);
      setDragged(null);
      if (ended.clientX !== start) keep(widthAt(ended.clientX));
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end as EventListener, { once: true });
  }

  return {
    width: dragged ?? kept,
    min: MIN_REM,
    max: MAX_REM,
    onKeyDown,
    onPointerDown,
    reset: () => keep(initialWidth),
  };
}
