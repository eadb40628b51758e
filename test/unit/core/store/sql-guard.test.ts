import { describe, expect, it } from 'vitest';
import { inspectRead, inspectWrite } from '#core/store/sql-guard.ts';

describe('the guard before the journal', () => {
  it.each([
    "INSERT INTO t (a) VALUES (datetime('now'))",
    'INSERT INTO t (a) VALUES (random())',
    'INSERT INTO t (a) VALUES (RANDOMBLOB (16))',
    'UPDATE t SET a = CURRENT_TIMESTAMP',
    "UPDATE t SET a = strftime('%s', ?)",
    'INSERT INTO t (a) VALUES (last_insert_rowid())',
    'UPDATE t SET a = "changes"()',
    'CREATE TABLE t (a TEXT DEFAULT CURRENT_TIMESTAMP) STRICT',
    'INSERT INTO t (a) SELECT /* hidden */ random /* here */ ()',
  ])('refuses what a replay could not repeat: %s', (sql) => {
    expect(() => inspectWrite(sql)).toThrow(/replay|repeatable/);
  });

  it.each([
    'BEGIN',
    'COMMIT',
    'PRAGMA foreign_keys = OFF',
    "ATTACH 'x' AS x",
    'VACUUM',
    'SELECT 1',
    'INSERT OR ROLLBACK INTO t VALUES (1)',
    'INSERT OR FAIL INTO t VALUES (1)',
    'INSERT INTO t VALUES (1); DELETE FROM t',
    'CREATE TABLE t (a INTEGER)',
    'CREATE TEMP TABLE t (a INTEGER) STRICT',
    'CREATE TABLE t (a INTEGER REFERENCES u(id) DEFERRABLE INITIALLY DEFERRED) STRICT',
  ])('refuses what would leave the transaction or the rules: %s', (sql) => {
    expect(() => inspectWrite(sql)).toThrow();
  });

  it.each([
    ["INSERT INTO t (a) VALUES ('random()')", ['t']],
    ['INSERT INTO changes (a) VALUES (?)', ['changes']],
    ['INSERT INTO t (date, time) VALUES (?, ?);', ['t']],
    ['insert or replace into "Case Notes" values (?)', ['case notes']],
    ['REPLACE INTO main.t VALUES (1)', ['t']],
    ['UPDATE OR IGNORE t SET a = replace(a, ?, ?)', ['t']],
    ['DELETE FROM t WHERE id IN (SELECT id FROM u)', ['t']],
    ['INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a', ['t']],
    ['WITH x AS (SELECT 1 AS id) DELETE FROM t WHERE id IN (SELECT id FROM x)', ['t']],
    ['CREATE TABLE t (a INTEGER) STRICT, WITHOUT ROWID', []],
    ['CREATE VIRTUAL TABLE f USING fts4(text)', []],
    ['CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE u SET a = 1; DELETE FROM v; END', []],
  ])('lets %s pass and knows the tables it names', (sql, tables) => {
    expect(inspectWrite(sql).tables).toEqual(tables);
  });

  it.each([
    'INSERT INTO t VALUES (1) RETURNING a',
    'WITH x AS (SELECT 1) DELETE FROM t',
    'PRAGMA user_version',
    'SELECT 1; SELECT 2',
  ])('does not read with %s', (sql) => {
    expect(() => inspectRead(sql)).toThrow();
  });

  it('counts the values a statement takes, and leaves numbered ones to SQLite', () => {
    expect(inspectRead("SELECT * FROM t WHERE a = ? AND b = '?' AND c IN (?, ?)").parameters).toBe(3);
    expect(inspectRead('SELECT ?1, ?2, ?1').parameters).toBeUndefined();
    expect(inspectRead('SELECT :name').parameters).toBeUndefined();
  });
});
