/**
 * How long the hub waits for its database (ms). A PostgreSQL whose machine is frozen, or whose cable is pulled, closes no connection: without a
 * limit whoever asks waits for hours, and so does everybody behind who wants a connection of the pool.
 */
export interface TimeLimits {
  /** For a connection: a new one, or one of the pool that is free again. */
  readonly connection: number;
  /** After this PostgreSQL gives a statement up by itself, which leaves the connection good. */
  readonly statement: number;
  /** After this the hub gives up waiting for the answer to a statement, and the connection with it. More than `statement`. */
  readonly answer: number;
  /** After this PostgreSQL ends a transaction of which it hears nothing, so that nobody waits for what a hub held that has vanished. */
  readonly idle: number;
}

/** A workstation waits 20 s for an answer: within them it is to hear that the hub is busy. */
export const TIME_LIMITS: TimeLimits = { connection: 5_000, statement: 10_000, answer: 12_000, idle: 30_000 };

/** Whether a transaction is held to these limits, or takes long by nature: a back-up, a restore, a migration, an import. */
export type Limit = 'limited' | 'unlimited';

/** What each connection tells PostgreSQL. */
export const keepLimits = ({ statement, idle }: TimeLimits): string =>
  `set statement_timeout = ${statement}; set idle_in_transaction_session_timeout = ${idle}`;

/** How a transaction that takes long by nature begins. */
export const BEGIN_UNLIMITED =
  'begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/**
 * After this (ms) the system asks whether there still is somebody at the other end of a connection over which nothing comes; so work without a
 * limit ends as well when the machine of PostgreSQL is gone.
 */
export const KEEP_ALIVE_AFTER = 30_000;
