import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { highestMarking, type Marking } from '#shared/domain/marking.ts';

/** The markings of everything on the screen; the status line shows the highest. */
export class ScreenMarkings {
  private readonly shown = new Map<Marking, number>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly highest = (): Marking => highestMarking([...this.shown.keys()]);

  /** Something with this marking came onto the screen; what is returned takes it off again. */
  add(marking: Marking): () => void {
    this.count(marking, 1);
    return () => this.count(marking, -1);
  }

  private count(marking: Marking, by: number): void {
    const next = (this.shown.get(marking) ?? 0) + by;
    if (next > 0) this.shown.set(marking, next);
    else this.shown.delete(marking);
    for (const listener of this.listeners) listener();
  }
}

export const ScreenMarkingContext = createContext(new ScreenMarkings());

/** Says that something with this marking is on the screen while the component is. */
export function useMarkScreen(marking: Marking): void {
  const markings = useContext(ScreenMarkingContext);
  useEffect(() => markings.add(marking), [markings, marking]);
}

/** The highest marking of what is on the screen. */
export function useScreenMarking(): Marking {
  const markings = useContext(ScreenMarkingContext);
  return useSyncExternalStore(markings.subscribe, markings.highest);
}
