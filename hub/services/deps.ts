import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { VerifierDep } from '#shared/protocol/signature.ts';
import type { Database } from '../store/database.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import type { Metrics } from './metrics.ts';
import type { WakeCalls } from './wake-calls.ts';

export interface HubSettings {
  /** Validity of a workstation's certificate. */
  readonly certificateDays: number;
  /** Wrong enrolment codes one address may send in ten minutes. */
  readonly enrolmentFailures: number;
}

/** What the services of a running hub need. */
export interface HubDeps extends ClockDep, RandomDep, VerifierDep {
  readonly database: Database;
  readonly authority: CertificateAuthority;
  readonly settings: HubSettings;
  readonly metrics: Metrics;
  readonly wakeCalls: WakeCalls;
}

/** The hub's time as the protocol writes it. */
export function nowOf({ clock }: ClockDep): string {
  return toInstant(clock.now());
}
