import { describe, expect, it } from 'vitest';
import { emptyWedge, wedgeIdle, wedgeIdleTime, wedgeStep } from '#shared/domain/keyboard-wedge.ts';

const passport = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

function type(text: string, gap: number): { readonly found: string[]; readonly idle: string | null } {
  let state = emptyWedge;
  let time = 1000;
  const found: string[] = [];
  for (const character of text) {
    const step = wedgeStep(state, character, time);
    state = step.state;
    if (step.mrz) found.push(step.mrz);
    time += gap;
  }
  return { found, idle: wedgeIdle(state, time + wedgeIdleTime).mrz };
}

describe('a reader that types into whatever has the focus', () => {
  it.each([1, 5, 15])('is recognised at %i ms a character', (gap) => {
    expect(type(`${passport.join('\r')}\r`, gap).found).toEqual([passport.join('\n')]);
  });

  it('is recognised without a final Enter, once it has stopped', () => {
    expect(type(passport.join('\r'), 5)).toEqual({ found: [], idle: passport.join('\n') });
  });

  it('is recognised when it sends both lines as one', () => {
    expect(type(passport.join(''), 5).idle).toBe(passport.join(''));
  });

  it('is not mistaken for a person typing the same thing', () => {
    expect(type(`${passport.join('\r')}\r`, 60)).toEqual({ found: [], idle: null });
  });

  it('is not mistaken for a key held down', () => {
    expect(type(`P${'<'.repeat(87)}`, 30)).toEqual({ found: [], idle: null });
  });

  it('starts over after text that was typed by hand just before', () => {
    let state = emptyWedge;
    for (const [at, character] of [...'notes'].entries()) state = wedgeStep(state, character, at * 200).state;
    let found: string | null = null;
    for (const [at, character] of [...`${passport.join('\r')}\r`].entries()) {
      const step = wedgeStep(state, character, 5000 + at * 5);
      state = step.state;
      found = step.mrz ?? found;
    }
    expect(found).toBe(passport.join('\n'));
  });

  it('does not take a fast paste of ordinary text', () => {
    expect(type('PLEASE CALL THE DUTY OFFICER BEFORE NOON AND SEND THE FILE ABOUT THE VEHICLE TO US\r', 1)).toEqual({
      found: [],
      idle: null,
    });
  });
});
