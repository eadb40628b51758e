import type { AppError } from '#shared/ipc/wire.ts';
import type { Result } from '#shared/lib/result.ts';
import type { SimulatedStation } from './station/simulated-station.ts';

/** Notes what somebody did at a workstation, and what it said to that. */
export function told(station: SimulatedStation, what: string, answer: Result<unknown, AppError>): void {
  station.note(
    answer.ok ? what : `${what}: ${answer.error.code} ${Object.values(answer.error.params ?? {}).join(' ')}`,
  );
}
