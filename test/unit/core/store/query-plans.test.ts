import { describe, expect, it } from 'vitest';
import type { ReadDb, SqlValue } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import {
  arrivingAttachments,
  askedOfColleagues,
  attachmentsOnDemand,
  keptContent,
} from '#core/store/tables/attachments.ts';
import { isBehindAnother } from '#core/store/tables/conversation-order.ts';
import { listMessages, type MessageListFilter } from '#core/store/tables/messages.ts';
import { countAlike, countUnsettled, unsettledArrivals } from '#core/store/tables/unreadable-envelopes.ts';

const database = MemoryDatabase.empty(await loadSqlite());
for (const { statements } of allMigrations) for (const sql of statements) database.write(sql, []);

/** How SQLite goes about what is asked, step by step. */
function planOf(ask: (db: ReadDb) => unknown): string[] {
  const steps: string[] = [];
  const explain = (sql: string, params?: readonly SqlValue[]) => {
    steps.push(...database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map(({ detail }) => detail));
  };
  ask({
    all: (sql, params) => {
      explain(sql, params);
      return [];
    },
    get: (sql, params) => {
      explain(sql, params);
      return undefined;
    },
  });
  return steps;
}

const LIST: MessageListFilter = { box: 'all', caseId: null, unanswered: false, match: null, limit: 50, offset: 0 };

describe('of thousands of messages', () => {
  it.each(['all', 'inbox', 'sent'] as const)(
    'a page of the list “%s” is read in its order, without sorting them',
    (box) => {
      const steps = planOf((db) => listMessages(db, { ...LIST, box }));
      expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    },
  );

  it('only those of the same conversation are looked at to see whether one goes first', () => {
    const [, second = ''] = planOf((db) => isBehindAnother(db, 'any'));
    expect(second).toContain('messages_of_conversation');
  });
});

describe('of thousands of arrivals that could not be read', () => {
  const first = { after: null, limit: 20, butFor: ['not-for-us'] };
  const later = { ...first, after: { priority: 'routine' as const, number: 4000 } };

  it.each([first, later])('a page is read in its order, without sorting them', (page) => {
    const steps = planOf((db) => unsettledArrivals(db, page));
    expect(steps.join('; ')).toContain('unreadable_to_settle');
    expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
  });

  it('they are counted without opening one of them', () => {
    expect(planOf((db) => countUnsettled(db, later)).join('; ')).toContain('COVERING INDEX unreadable_to_settle');
    const alike = { from: 'UTO', kind: 'message', reason: 'bad-signature', priority: 'urgent' as const };
    expect(planOf((db) => countAlike(db, alike)).join('; ')).toContain('COVERING INDEX unreadable_alike');
  });
});

describe('of thousands of files', () => {
  it.each([
    ['on their way', arrivingAttachments, 'attachments_arriving'],
    ['at the hub until somebody asks', attachmentsOnDemand, 'attachments_on_demand'],
  ] as const)('those that are %s are found without looking at the others', (_which, find, index) => {
    const [step = ''] = planOf((db) => find(db));
    expect(step).toContain(`SCAN a USING INDEX ${index}`);
  });

  it('those with a content are found by it', () => {
    for (const find of [keptContent, askedOfColleagues])
      expect(planOf((db) => find(db, 'any'))[0]).toContain('attachments_by_digest');
  });
});
