import type { Queryable } from './database.ts';

/** A bureau as whoever runs the hub sees it: counts and times, nothing of what is written. */
export interface BureauOverview {
  readonly code: string;
  readonly role: string;
  readonly status: string;
  /** Those that are not revoked. */
  readonly workstations: number;
  /** Its current ones: what is sealed to the bureau is sealed to these. */
  readonly keys: number;
  /** Its earlier ones, which open what was sealed before they were renewed. */
  readonly retiredKeys: number;
  /** Those that nobody holds any more. */
  readonly lostKeys: number;
  /** A revoked workstation may hold the current one: the bureau's others renew it. */
  readonly isKeyExposed: boolean;
  /** The last number of its stream. */
  readonly stream: number;
  /** Items of the stream that the workstation furthest behind has not read. */
  readonly unread: number;
  /** When any of its workstations that are not revoked was last in contact. */
  readonly lastContact: string | null;
  readonly storedBytes: number;
}

export interface WorkstationOverview {
  readonly bureau: string;
  readonly id: string;
  /** How the hub answers it: `suspended` when its bureau is. */
  readonly status: 'active' | 'suspended' | 'revoked';
  readonly enrolledAt: string;
  readonly certificateUntil: string;
  readonly lastContact: string | null;
  /** Items of its bureau's stream that it has not read; null when it is revoked: nothing waits for it. */
  readonly unread: number | null;
  /** It shows an older copy of its store than the hub has met, and waits for a person. */
  readonly isBehind: boolean;
}

export async function listBureauOverviews(db: Queryable): Promise<BureauOverview[]> {
  return db.query<BureauOverview>(
    `select b.code, b.role, b.status,
            (select count(*) from workstations w where w.bureau = b.code and w.status = 'active') as workstations,
            k.current as keys, k.retired as "retiredKeys", k.lost as "lostKeys",
            exists (select 1 from workstations w join bureau_keys k on k.bureau = w.bureau and k.key_id = w.revoked_under
                     where w.bureau = b.code and w.status = 'revoked' and k.status = 'current') as "isKeyExposed",
            s.head as stream,
            s.head - coalesce((select min(w.stream_read) from workstations w
                                where w.bureau = b.code and w.status = 'active'), s.head) as unread,
            (select max(w.contact_at) from workstations w where w.bureau = b.code and w.status = 'active') as "lastContact",
            coalesce((select u.stored_bytes from bureau_usage u where u.bureau = b.code), 0) as "storedBytes"
       from bureaus b join stream_heads s on s.bureau = b.code
       cross join lateral (select count(*) filter (where status = 'current') as current,
                                  count(*) filter (where status = 'retired') as retired,
                                  count(*) filter (where status = 'lost') as lost
                             from bureau_keys where bureau = b.code) k
      order by b.code`,
  );
}

export async function listWorkstationOverviews(db: Queryable): Promise<WorkstationOverview[]> {
  return db.query<WorkstationOverview>(
    `select w.bureau, w.id,
            case when w.status = 'active' and b.status = 'suspended' then 'suspended' else w.status end as status,
            w.enrolled_at as "enrolledAt", w.certificate_until as "certificateUntil", w.contact_at as "lastContact",
            case when w.status = 'active' then s.head - w.stream_read end as unread,
            w.behind_since is not null as "isBehind"
       from workstations w join bureaus b on b.code = w.bureau join stream_heads s on s.bureau = w.bureau
      order by w.bureau, w.id`,
  );
}
