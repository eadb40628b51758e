import { createContext, useContext, useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { chordOf } from './shortcut-keys.ts';

export interface Shortcut {
  /** `n`, `mod+k`, `shift+enter`, `g c` (one after the other). None: only in the palette. */
  readonly keys?: string;
  readonly label: string;
  readonly run: () => void;
  /** Also while the person types into a field or a dialog is open. */
  readonly always?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

/** A sequence like `g c` has to be finished within this time. */
const SEQUENCE_MS = 1200;

const isTypedInto = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Enter on a button presses it, whatever the key stands for on the screen around it. */
const isPressed = (target: EventTarget | null, chord: string) =>
  chord === 'enter' && target instanceof Element && target.closest('button, a[href], summary') !== null;

/** The first Escape gives the keys back to the screen; the next one is the screen's. Dialogs close by themselves. */
function leaveField(target: EventTarget | null): void {
  const isInDialog = target instanceof Element && target.closest('[aria-modal="true"]') !== null;
  if (isTypedInto(target) && !isInDialog) (target as HTMLElement).blur();
}

/** What the keys of the screens now shown do. The last group that registered wins. */
export class ShortcutRegistry {
  private readonly groups = new Map<string, ShortcutGroup>();
  private readonly listeners = new Set<() => void>();
  private shown: readonly ShortcutGroup[] = [];
  private begun: { readonly chord: string; readonly at: number } | null = null;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly list = (): readonly ShortcutGroup[] => this.shown;

  set(id: string, group: ShortcutGroup): void {
    this.groups.set(id, group);
    this.tell();
  }

  remove(id: string): void {
    this.groups.delete(id);
    this.tell();
  }

  /** Runs what the key stands for. */
  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || /^(Control|Shift|Alt|Meta)$/.test(event.key)) return;
    const chord = chordOf(event);
    if (isPressed(event.target, chord)) return;
    const busy = isTypedInto(event.target) || document.querySelector('[aria-modal="true"]') !== null;
    const begun = this.begun !== null && event.timeStamp - this.begun.at < SEQUENCE_MS ? `${this.begun.chord} ` : '';
    const found = this.find(begun + chord, busy) ?? this.find(chord, busy);
    this.begun = !busy && !found && this.isBeginning(chord) ? { chord, at: event.timeStamp } : null;
    if (!found) {
      if (chord === 'escape') leaveField(event.target);
      return;
    }
    event.preventDefault();
    found.run();
  };

  private find(keys: string, busy: boolean): Shortcut | undefined {
    const fits = (shortcut: Shortcut) => shortcut.keys === keys && (!busy || shortcut.always === true);
    return this.all().findLast(fits);
  }

  private isBeginning(chord: string): boolean {
    return this.all().some((shortcut) => shortcut.keys?.startsWith(`${chord} `));
  }

  private all(): Shortcut[] {
    return [...this.groups.values()].flatMap((group) => group.shortcuts);
  }

  private tell(): void {
    this.shown = [...this.groups.values()];
    for (const listener of this.listeners) listener();
  }
}

export const ShortcutContext = createContext<ShortcutRegistry | null>(null);

function useRegistry(): ShortcutRegistry {
  const registry = useContext(ShortcutContext);
  if (registry === null) throw new Error('Shortcuts are used outside of their provider');
  return registry;
}

/**
 * Makes keys work while the calling component is shown; `?` lists them under `title`, and the palette offers them.
 * `shortcuts` may be a new array at each render: what a key runs is always the latest.
 */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const registry = useRegistry();
  const id = useId();
  const signature = JSON.stringify(shortcuts.map(({ keys, label, always }) => [keys, label, always]));
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the array, which is new at each render
  useEffect(() => {
    const stable = latest.current.map((shortcut, at) => ({ ...shortcut, run: () => latest.current[at]?.run() }));
    registry.set(id, { title, shortcuts: stable });
    return () => registry.remove(id);
  }, [registry, id, title, signature]);
}

/** All keys that work now, by group. */
export function useShortcutList(): readonly ShortcutGroup[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list);
}
