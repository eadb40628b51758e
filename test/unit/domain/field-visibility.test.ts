import { describe, expect, it } from 'vitest';
import { previewVisibility, visibilityRow } from '#shared/domain/field-visibility.ts';

const request = {
  ownBureau: 'UTO',
  to: ['ATL', 'UTO', 'LEM'],
  hasAnswerBy: true,
  hasCase: true,
  persons: 1,
  documents: 0,
  vehicles: 0,
  files: 2,
};
const rows = previewVisibility(request);
const accessOf = (field: string) =>
  Object.fromEntries(
    rows.find((row) => row.field === field)?.readers.map((one) => [one.bureau ?? 'hub', one.access]) ?? [],
  );

describe('the preview of who reads what', () => {
  it('shows one column for the own bureau, each recipient once, and the hub', () => {
    expect(rows.every((row) => visibilityRow.safeParse(row).success)).toBe(true);
    expect(rows[0]?.readers.map((one) => one.bureau)).toEqual(['UTO', 'ATL', 'LEM', null]);
  });

  it('tells that the hub reads the addresses and not the message', () => {
    for (const field of ['sender', 'addressees', 'priority', 'handling', 'sent-at', 'conversation']) {
      expect(accessOf(field).hub, field).toBe('reads');
    }
    for (const field of ['subject', 'purpose', 'marking', 'persons', 'file-names', 'case-reference', 'answer-by']) {
      expect(accessOf(field).hub, field).toBe('none');
    }
    expect(accessOf('body').hub).toBe('exists');
    expect(accessOf('file-contents').hub).toBe('exists');
  });

  it('tells that recipients read all that goes along, and nothing of the notes of the case', () => {
    expect(accessOf('persons')).toEqual({ UTO: 'reads', ATL: 'reads', LEM: 'reads', hub: 'none' });
    expect(accessOf('case-notes')).toEqual({ UTO: 'reads', ATL: 'none', LEM: 'none', hub: 'none' });
  });

  it('leaves out what the message does not have', () => {
    const fields = rows.map((row) => row.field);
    expect(fields).not.toContain('documents');
    expect(previewVisibility({ ...request, files: 0, hasCase: false }).map((row) => row.field)).not.toContain(
      'file-names',
    );
  });
});
