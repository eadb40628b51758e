import { describe, expect, test } from 'vitest';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { localLook, onlineLook } from '../../../../renderer/features/checks/answer-look.ts';
import { foremostOutcome } from '../../../../renderer/features/checks/foremost-outcome.ts';

const online: Omit<CheckDetail['online'], 'outcome'> = {
  candidates: [],
  asOf: null,
  answeredAt: null,
  waiting: null,
  carried: null,
  problem: null,
};

describe('how an answer looks', () => {
  test('tells being asked from waiting for the network', () => {
    const look = (waiting: CheckDetail['online']['waiting']) =>
      onlineLook({ elsewhere: null, online: { ...online, outcome: 'pending', waiting } });
    expect([look('asking'), look('queued'), look(null)]).toEqual(['asking', 'queued', 'queued']);
  });

  test('tells what waits at another workstation from what waits here, until it is answered', () => {
    const look = (outcome: CheckDetail['online']['outcome']) =>
      onlineLook({ elsewhere: { workstation: 'UTO-7F3A' }, online: { ...online, outcome } });
    expect([look('pending'), look('found'), look('error')]).toEqual(['elsewhere', 'found', 'error']);
  });

  test('keeps the four ends of a search apart', () => {
    for (const outcome of ['found', 'nothing-found', 'error', 'timeout'] as const)
      expect(onlineLook({ elsewhere: null, online: { ...online, outcome } })).toBe(outcome);
  });

  test('never shows a local search that was not carried out as nothing found', () => {
    expect(localLook({ outcome: 'pending', candidates: [], copyAsOf: null })).toBe('error');
  });
});

describe('the one outcome of a line in the list', () => {
  test('is a hit of the local copy until the database itself says otherwise', () => {
    expect(foremostOutcome('found', 'pending')).toBe('found');
    expect(foremostOutcome('found', 'timeout')).toBe('found');
    expect(foremostOutcome('found', 'nothing-found')).toBe('nothing-found');
  });

  test('is never "nothing found" while the database itself has not answered', () => {
    expect(foremostOutcome('nothing-found', 'pending')).toBe('pending');
    expect(foremostOutcome('nothing-found', 'error')).toBe('error');
    expect(foremostOutcome('nothing-found', 'found')).toBe('found');
  });
});
