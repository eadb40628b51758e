/** The outside world arrives as arguments, so that a test or a simulator can supply its own. */

/** Milliseconds since 1970-01-01T00:00Z. Evidence only: time never orders anything (see docs/protocol.md). */
export interface Clock {
  now(): number;
}

/** Cryptographically secure random bytes. */
export interface Random {
  bytes(length: number): Uint8Array;
}

export interface ClockDep {
  readonly clock: Clock;
}

export interface RandomDep {
  readonly random: Random;
}
