import { describe, expect, it } from 'vitest';
import { checkOutcomes, checkWasExecuted } from '#shared/domain/check-outcome.ts';
import { crimeAreas } from '#shared/domain/crime-area.ts';
import { isStricterHandling } from '#shared/domain/handling-code.ts';
import { compareMarkings, highestMarking, markings, markingText } from '#shared/domain/marking.ts';
import { hitConfirmationTime } from '#shared/domain/message-priority.ts';
import { defaultProgramme, programmes } from '#shared/domain/programme.ts';

describe('the closed lists', () => {
  it('orders the markings FOR OFFICIAL USE ONLY < RESTRICTED < CONFIDENTIAL', () => {
    expect(markings.map((one) => markingText[one])).toEqual(['FOR OFFICIAL USE ONLY', 'RESTRICTED', 'CONFIDENTIAL']);
    expect(compareMarkings('restricted', 'confidential')).toBeLessThan(0);
  });

  it('treats what carries no marking as the lowest, and a compilation as its highest part', () => {
    expect(highestMarking([])).toBe('for-official-use-only');
    expect(highestMarking(['restricted', 'confidential', 'for-official-use-only'])).toBe('confidential');
  });

  it('orders the handling codes from H0 to H3', () => {
    expect(isStricterHandling('H3', 'H2')).toBe(true);
    expect(isStricterHandling('H1', 'H1')).toBe(false);
  });

  it('puts every crime area under one of the three programmes', () => {
    expect(programmes).toHaveLength(3);
    for (const area of crimeAreas) expect(programmes).toContain(defaultProgramme(area));
    expect(defaultProgramme('terrorism')).toBe('counter-terrorism');
  });

  it('tells a search that found nothing from a search that did not run', () => {
    expect(checkOutcomes.filter(checkWasExecuted)).toEqual(['found', 'nothing-found']);
  });

  it('gives ten minutes to an urgent hit confirmation and an hour to a routine one', () => {
    expect(hitConfirmationTime).toEqual({ urgent: 600_000, routine: 3_600_000 });
  });
});
