import { describe, expect, it } from 'vitest';
import type { ReadDb, SqlValue } from '#core/store/database.ts';
import { allMigrations } from '#core/store/migrations/all-migrations.ts';
import { loadSqlite, MemoryDatabase } from '#core/store/sqlite.ts';
import { isBehindAnother } from '#core/store/tables/conversation-order.ts';
import { listMessages, type MessageListFilter } from '#core/store/tables/messages.ts';

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
