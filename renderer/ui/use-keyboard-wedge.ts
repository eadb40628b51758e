import { type KeyboardEvent, useEffect, useRef } from 'react';
import { emptyWedge, type WedgeStep, wedgeIdle, wedgeIdleTime, wedgeStep } from '#shared/domain/keyboard-wedge.ts';

interface WedgeUse<V> {
  /** What stands in the form, before the reader typed into it. */
  readonly snapshot: () => V;
  /** Puts back what stood there: a reader types into whatever has the focus. */
  readonly restore: (before: V) => void;
  /** A whole machine readable zone, lines separated by `\n`. */
  readonly onZone: (zone: string) => void;
}

/** Characters after which a burst is long enough that its Enter and Tab belong to the reader and not to the form. */
const certainLength = 12;

const characterOf = (key: string) => (key === 'Enter' ? '\n' : key === 'Tab' ? '\t' : key);

/**
 * Listens for a document reader that types as a keyboard, anywhere inside the element that gets the handler as
 * `onKeyDownCapture`. The element of the zone itself (`data-mrz`) is left alone: there the text is wanted as it is.
 */
export function useKeyboardWedge<V>({ snapshot, restore, onZone }: WedgeUse<V>) {
  const state = useRef(emptyWedge);
  const before = useRef<V | null>(null);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const take = (step: WedgeStep) => {
    state.current = step.state;
    if (step.mrz === null) return;
    if (before.current !== null) restore(before.current);
    before.current = null;
    onZone(step.mrz);
  };

  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLElement && event.target.dataset.mrz !== undefined) return;
    const character = characterOf(event.key);
    if (character.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return;
    window.clearTimeout(timer.current);
    const values = snapshot();
    const length = state.current.text.length;
    const step = wedgeStep(state.current, character, event.timeStamp);
    if (step.state.text.length <= 1 && step.mrz === null) before.current = values;
    if (/[\n\t]/.test(character) && (step.mrz !== null || (length >= certainLength && step.state.text.length > length)))
      event.preventDefault();
    take(step);
    timer.current = window.setTimeout(() => take(wedgeIdle(state.current, performance.now())), wedgeIdleTime + 20);
  };
}
