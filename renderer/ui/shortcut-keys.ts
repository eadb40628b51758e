/** Matching of keys against what was written in the code: `mod+k`, `shift+enter`, `n`, `?`, `g d` (one after the other). */

const modifierNames = ['mod', 'alt', 'shift'] as const;

const isMac = () => navigator.platform.startsWith('Mac');

/** What a person types on a keyboard without Latin letters is taken by its place: J is where J is printed. */
function letterOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const isLatin = key.length > 1 || /^[\x20-\x7e]$/.test(key);
  return isLatin ? key : (/^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? key);
}

/** The pressed chord in the same writing as the shortcuts; on a Mac, Command is what Ctrl is elsewhere. */
export function chordOf(event: KeyboardEvent, onMac = isMac()): string {
  const key = letterOf(event);
  const isPrintable = key.length === 1 && !/[a-z]/.test(key);
  const held = {
    mod: onMac ? event.metaKey : event.ctrlKey,
    alt: event.altKey,
    shift: event.shiftKey && !isPrintable,
  };
  return [...modifierNames.filter((name) => held[name]), key].join('+');
}

/** The parts to show, e.g. `['Ctrl', 'K']`, for each step of the sequence. */
export function keyCaps(keys: string): string[][] {
  const names: Record<string, string> = {
    mod: isMac() ? '⌘' : 'Ctrl',
    alt: 'Alt',
    shift: '⇧',
    enter: '↵',
    escape: 'Esc',
    arrowup: '↑',
    arrowdown: '↓',
    pageup: 'PgUp',
    pagedown: 'PgDn',
  };
  return keys.split(' ').map((chord) => chord.split('+').map((part) => names[part] ?? part.toUpperCase()));
}
