import { z } from 'zod';

/** A window of a long list: the interface asks for what it shows. */
export const window = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
};

export const page = <Row extends z.ZodType>(row: Row) => z.object({ total: z.int(), rows: z.array(row) });

/** Milliseconds since 1970-01-01T00:00Z. */
export const instant = z.int();
