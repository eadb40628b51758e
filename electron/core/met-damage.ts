import { createHmac, timingSafeEqual } from 'node:crypto';
import { isPermitted } from '#shared/domain/permissions.ts';
import type { StoreDamage } from '#shared/ipc/session.ts';
import type { Random } from '#shared/lib/deps.ts';
import type { ReadDb } from './store/database.ts';
import { lastAuditAt } from './store/tables/audit.ts';
import { userByUsername } from './store/tables/users.ts';
import type { VaultDamage } from './vault/errors.ts';

export interface Credentials {
  readonly username: string;
  readonly passphrase: string;
}

const KEY_BYTES = 32;

/**
 * What the last sign-in met. Whoever then salvages or looks must be who signed in: their passphrase was counted and found right,
 * and a look, which counts nothing, gives nobody a way to guess.
 */
export class MetDamage {
  private readonly key: Uint8Array;
  private accepted: Buffer | null = null;
  private met: StoreDamage | null = null;
  private beforeDamage: Pick<StoreDamage, 'maySalvage'> & { lastChangeAt: number | null } = NOTHING;

  constructor(random: Random) {
    this.key = random.bytes(KEY_BYTES);
  }

  get shown(): StoreDamage | null {
    return this.met;
  }

  /** Looks into the database as far as it can be read, while the sign-in is under way. */
  lookAt(db: ReadDb, username: string): void {
    const user = userByUsername(db, username);
    const maySalvage = user?.active === true && isPermitted(user.roles, 'store.salvage');
    this.beforeDamage = { maySalvage, lastChangeAt: lastAuditAt(db) };
  }

  take(credentials: Credentials, damage: VaultDamage): void {
    if (!damage.unlocked) {
      this.forget();
      return;
    }
    const { maySalvage, lastChangeAt } = this.beforeDamage;
    const { loss } = damage.readable ?? {};
    this.accepted = this.markOf(credentials);
    this.met = {
      file: damage.file,
      keptAt: damage.quarantined[0] ?? null,
      readable: loss ? { lastChangeAt, lostTransactions: loss.transactions, exact: loss.exact } : null,
      maySalvage: maySalvage && loss !== undefined,
    };
  }

  isOf(credentials: Credentials): boolean {
    return this.accepted !== null && timingSafeEqual(this.accepted, this.markOf(credentials));
  }

  forget(): void {
    this.accepted = null;
    this.met = null;
    this.beforeDamage = NOTHING;
  }

  private markOf({ username, passphrase }: Credentials): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([username, passphrase]))
      .digest();
  }
}

const NOTHING = { maySalvage: false, lastChangeAt: null };
