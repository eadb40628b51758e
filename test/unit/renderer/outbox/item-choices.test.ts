import { describe, expect, it } from 'vitest';
import { isPermitted } from '#shared/domain/permissions.ts';
import { itemChoices } from '../../../../renderer/features/outbox/item-choices.ts';

const officer = (permission: Parameters<typeof isPermitted>[1]) => isPermitted(['officer'], permission);
const dpo = (permission: Parameters<typeof isPermitted>[1]) => isPermitted(['dpo'], permission);

const refused = { state: 'needs-attention', problem: null, canPause: false, canResume: false } as const;

describe('what can be done with an item of the outbox', () => {
  it('is to retry, edit or withdraw a refused message', () => {
    expect(
      itemChoices({ ...refused, kind: 'message', canRetry: true, canWithdraw: true, problem: null }, officer),
    ).toEqual(['retry', 'edit', 'withdraw']);
  });

  it('never is to edit what has gone out, or what is no message', () => {
    expect(
      itemChoices({ ...refused, kind: 'message', canRetry: true, canWithdraw: false, problem: null }, officer),
    ).toEqual(['retry']);
    expect(
      itemChoices({ ...refused, kind: 'check', canRetry: true, canWithdraw: true, problem: null }, officer),
    ).toEqual(['retry', 'withdraw']);
  });

  it('is first of all to edit what would be refused again', () => {
    const tooLarge = { code: 'too-large', detail: '' };
    expect(
      itemChoices({ ...refused, kind: 'message', canRetry: true, canWithdraw: true, problem: tooLarge }, officer),
    ).toEqual(['edit', 'retry', 'withdraw']);
  });

  it('is to write anew what was withdrawn', () => {
    const withdrawn = {
      kind: 'message',
      state: 'withdrawn',
      canRetry: false,
      canWithdraw: false,
      canPause: false,
      canResume: false,
      problem: null,
    } as const;
    expect(itemChoices(withdrawn, officer)).toEqual(['edit']);
  });

  it('is to hold back what waits, and to let go what is held back', () => {
    const waiting = { kind: 'message', state: 'waiting', canRetry: false, canWithdraw: true, problem: null } as const;
    expect(itemChoices({ ...waiting, canPause: true, canResume: false }, officer)).toEqual([
      'edit',
      'pause',
      'withdraw',
    ]);
    expect(itemChoices({ ...waiting, canPause: false, canResume: true }, officer)).toEqual([
      'resume',
      'edit',
      'withdraw',
    ]);
  });

  it('is nothing for who may only read it', () => {
    expect(itemChoices({ ...refused, kind: 'message', canRetry: true, canWithdraw: true, problem: null }, dpo)).toEqual(
      [],
    );
  });
});
