/**
 * The size from which a file waits at the hub until somebody at this workstation asks for it, unless they have set another (bytes). The
 * narrowest line of a field office, 16 kbit/s, carries it in three hours; one of 2 Mbit/s in a minute and a half.
 */
export const DEFAULT_FETCH_LIMIT = 20_000_000;

/** What people choose from (bytes); null = whatever its size. */
export const FETCH_LIMITS = [0, 1_000_000, 5_000_000, DEFAULT_FETCH_LIMIT, 100_000_000, null] as const;

interface FileAtHub {
  /** Bytes. */
  readonly size: number;
  /** It came with an urgent message of another bureau. */
  readonly isUrgent: boolean;
}

/**
 * Whether a file is fetched without anybody asking for it. What came with an urgent message always is: whoever opens that must not have
 * to wait half a day for a photograph nobody was there to ask for.
 * @param limit bytes; null = no limit
 */
export const comesByItself = ({ size, isUrgent }: FileAtHub, limit: number | null): boolean =>
  limit === null || size <= limit || isUrgent;
