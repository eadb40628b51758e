import type { Queryable } from './database.ts';

/** A bureau as whoever runs the hub sees it: counts and times, nothing of what is written. */
export interface BureauOverview {
  readonly code: string;
  readonly role: string;
  readonly status: string;
  readonly workstations: number;
  readonly keys: number;
  /** The last number of its stream. */
  readonly stream: number;
  /** Items of the stream that the workstation furthest behind has not read. */
  readonly unread: number;
  /** When any of its workstations was last in contact. */
  readonly lastContact: string | null;
  readonly storedBytes: number;
}

export interface WorkstationOverview {
  readonly bureau: string;
  readonly id: string;
  readonly status: string;
  readonly certificateUntil: string;
  readonly lastContact: string | null;
  readonly unread: number;
  /** It shows an older copy of its store than the hub has met, and waits for a person. */
  readonly isBehind: boolean;
}

export async function listBureauOverviews(db: Queryable): Promise<BureauOverview[]> {
  return db.query<BureauOverview>(
    `select b.code, b.role, b.status,
            (select count(*) from workstations w where w.bureau = b.code and w.status = 'active') as workstations,
            (select count(*) from bureau_keys k where k.bureau = b.code and k.status = 'current') as keys,
            s.head as stream,
            s.head - coalesce((select min(w.stream_read) from workstations w
                                where w.bureau = b.code and w.status = 'active'), s.head) as unread,
            (select max(w.contact_at) from workstations w where w.bureau = b.code) as "lastContact",
            coalesce((select u.stored_bytes from bureau_usage u where u.bureau = b.code), 0) as "storedBytes"
       from bureaus b join stream_heads s on s.bureau = b.code order by b.code`,
  );
}

export async function listWorkstationOverviews(db: Queryable): Promise<WorkstationOverview[]> {
  return db.query<WorkstationOverview>(
    `select w.bureau, w.id, w.status, w.certificate_until as "certificateUntil", w.contact_at as "lastContact",
            s.head - w.stream_read as unread, w.behind_since is not null as "isBehind"
       from workstations w join stream_heads s on s.bureau = w.bureau order by w.bureau, w.id`,
  );
}
