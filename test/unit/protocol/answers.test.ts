import { describe, expect, it } from 'vitest';
import { answerClasses, answerCodes, answers, isDecided } from '#shared/protocol/answers.ts';
import { protocolError, toProtocolError } from '#shared/protocol/errors.ts';

describe('the table of answers', () => {
  it('says for every code what happened and what to do, and uses every class', () => {
    const used = new Set(answerCodes.map((code) => answers[code].class));
    expect([...used].sort()).toEqual([...answerClasses].sort());
    for (const code of answerCodes) {
      expect(answers[code].what.length, code).toBeGreaterThan(5);
      expect(answers[code].toDo.length, code).toBeGreaterThan(4);
    }
  });

  it('never calls an answer decided that asks to try again', () => {
    expect(isDecided('busy')).toBe(false);
    expect(isDecided('workstation-revoked')).toBe(false);
    expect(isDecided('accepted')).toBe(true);
    expect(isDecided('addressee-unknown')).toBe(true);
  });

  it('makes the one shape of errors', () => {
    for (const code of answerCodes) expect(protocolError.safeParse(toProtocolError(code, { n: 1 })).success).toBe(true);
  });
});
