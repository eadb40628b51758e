import type { Role } from '#shared/domain/role.ts';
import type { UserId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface UserRow {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly roles: Role[];
  readonly active: boolean;
  readonly createdAt: number;
}

interface Stored {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly roles: string;
  readonly active: number;
  readonly created_at: number;
}

const COLUMNS = 'id, username, name, roles, active, created_at';

const fromStored = (row: Stored): UserRow => ({
  id: row.id,
  username: row.username,
  name: row.name,
  roles: JSON.parse(row.roles) as Role[],
  active: row.active === 1,
  createdAt: row.created_at,
});

export function userByUsername(db: ReadDb, username: string): UserRow | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM users WHERE username = ?`, [username]);
  return row ? fromStored(row) : null;
}

export function userById(db: ReadDb, id: UserId): UserRow | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM users WHERE id = ?`, [id]);
  return row ? fromStored(row) : null;
}

export function allUsers(db: ReadDb): UserRow[] {
  return db.all<Stored>(`SELECT ${COLUMNS} FROM users ORDER BY active DESC, name`).map(fromStored);
}

export function insertUser(tx: WriteDb, user: UserRow): void {
  tx.run(`INSERT INTO users (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`, [
    user.id,
    user.username,
    user.name,
    JSON.stringify(user.roles),
    user.active ? 1 : 0,
    user.createdAt,
  ]);
}

/** Whether it is an account of this workstation: that of another one has no roles here. */
export const isOwnAccount = ({ roles }: UserRow): boolean => roles.length > 0;

/** Takes an account out of use; its name stays on what it did. Returns whether it was in use. */
export function deactivateUser(tx: WriteDb, id: UserId): boolean {
  return tx.run('UPDATE users SET active = 0 WHERE id = ? AND active = 1', [id]) === 1;
}
