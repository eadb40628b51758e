import type { UserId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface DraftRecord {
  readonly data: unknown;
  readonly savedAt: number;
}

export function draftOf(db: ReadDb, userId: UserId, key: string): DraftRecord | null {
  const row = db.get<{ data: string; savedAt: number }>(
    'SELECT data, saved_at AS savedAt FROM drafts WHERE user_id = ? AND key = ?',
    [userId, key],
  );
  return row ? { data: JSON.parse(row.data) as unknown, savedAt: row.savedAt } : null;
}

export function putDraft(tx: WriteDb, userId: UserId, key: string, data: unknown, at: number): void {
  tx.run(
    `INSERT INTO drafts (user_id, key, data, saved_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (user_id, key) DO UPDATE SET data = excluded.data, saved_at = excluded.saved_at`,
    [userId, key, JSON.stringify(data ?? null), at],
  );
}

export function deleteDraft(tx: WriteDb, userId: UserId, key: string): void {
  tx.run('DELETE FROM drafts WHERE user_id = ? AND key = ?', [userId, key]);
}
