import { z } from 'zod';

/** A moment in UTC as `2026-11-23T12:00:00.000Z`. Evidence only: numbers and causal parents order, clocks do not. */
export const instant = z.iso.datetime({ precision: 3 });

/** Milliseconds since 1970 as an instant of the protocol. */
export function toInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
