import { type MrzProblem, type MrzReading, readMrz } from '#shared/domain/mrz.ts';
import type { Result } from '#shared/lib/result.ts';

export type MrzResult = Result<MrzReading, MrzProblem>;

/** A full date `YYYY-MM-DD`: the century of the dates in a zone depends on it. */
const today = () => new Date().toISOString().slice(0, 10);

export const readZone = (text: string): MrzResult => readMrz(text, today());

export interface MrzText {
  readonly text: string;
  /** Null until there is something to say about the text: nobody is told off in the middle of typing. */
  readonly result: MrzResult | null;
}
