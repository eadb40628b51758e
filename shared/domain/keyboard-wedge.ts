/**
 * Recognises a document reader that types a machine readable zone as a keyboard would, into whatever has the focus.
 * A reader is told from a person by its speed, by the steadiness of it and by the shape of what it types. Pure: the caller
 * feeds each character with its time and keeps the state.
 */
import { findMrzLines } from './mrz-text.ts';

/** Milliseconds between characters; readers need 1 to 20, a fast typist 60 and more, a held key about 30. */
const longestGap = 50;
/** A reader may pause between lines while it decodes. */
const longestLineGap = 400;
/** How long after the last character a zone without a final line break is taken as complete. */
export const wedgeIdleTime = 150;
/** Mean gap over the whole zone: a key held down is slower. */
const longestMeanGap = 25;

export interface WedgeState {
  readonly text: string;
  readonly startedAt: number;
  readonly lastAt: number;
}

export interface WedgeStep {
  readonly state: WedgeState;
  /** The zone as typed, lines separated by `\n`, when it has just become complete. */
  readonly mrz: string | null;
}

export const emptyWedge: WedgeState = { text: '', startedAt: 0, lastAt: 0 };

/**
 * Takes one typed character (`\r` or `\n` for Enter) and its time in milliseconds on any steady clock.
 * A character no zone holds, or a pause, starts over.
 */
export function wedgeStep(state: WedgeState, character: string, time: number): WedgeStep {
  if (!/^[A-Za-z0-9<\r\n\t ]$/.test(character)) return { state: emptyWedge, mrz: null };
  const next = appendTo(state, character, time);
  const ended = /[\r\n]/.test(character) && isComplete(next);
  return ended ? { state: emptyWedge, mrz: linesOf(next.text).join('\n') } : { state: next, mrz: null };
}

/** To be asked about `wedgeIdleTime` after a character: readers that send no final Enter are recognised here. */
export function wedgeIdle(state: WedgeState, time: number): WedgeStep {
  if (time - state.lastAt < wedgeIdleTime) return { state, mrz: null };
  const mrz = isComplete(state) ? linesOf(state.text).join('\n') : null;
  return { state: emptyWedge, mrz };
}

function appendTo(state: WedgeState, character: string, time: number): WedgeState {
  const allowed = /[\r\n]$/.test(state.text) ? longestLineGap : longestGap;
  const continues = state.text !== '' && time >= state.lastAt && time - state.lastAt <= allowed;
  if (!continues) return { text: character, startedAt: time, lastAt: time };
  // Longer than any zone: keep the end, where a zone may still be coming in.
  return { text: (state.text + character).slice(-200), startedAt: state.startedAt, lastAt: time };
}

function linesOf(text: string): string[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/[\t ]/g, ''))
    .filter((line) => line !== '');
}

/** Typed fast enough as a whole, every line in full length, and beginning as a travel document does. */
function isComplete(state: WedgeState): boolean {
  const lines = linesOf(state.text);
  const pauses = Math.max(0, lines.length - 1) * longestLineGap;
  const typing = Math.max(0, state.lastAt - state.startedAt - pauses);
  if (typing / Math.max(1, state.text.length) > longestMeanGap) return false;
  if (!/^[ACIPV]/i.test(lines[0] ?? '') || !state.text.includes('<')) return false;
  const found = findMrzLines(lines.join('\n'));
  return found.ok && !found.value.notes.includes('fillers-added') && !found.value.notes.includes('spaces-as-fillers');
}
