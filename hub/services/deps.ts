import type { ClockDep, RandomDep } from '#shared/lib/deps.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import type { VerifierDep } from '#shared/protocol/signature.ts';
import type { Database } from '../store/database.ts';
import type { AuditSigner } from './audit-signer.ts';
import type { BundledCalls } from './bundle-calls.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import type { Metrics } from './metrics.ts';
import type { Presence } from './presence.ts';
import type { WakeCalls } from './wake-calls.ts';
import type {
  Acceptance,
  Admission,
  CertificateLookUp,
  Checking,
  DirectoryReader,
  RefusalWriter,
  StreamEnds,
} from './working-parts.ts';

export interface HubSettings {
  /** Validity of a workstation's certificate. */
  readonly certificateDays: number;
  /** Wrong enrolment codes that are noted of one address in ten minutes; those beyond are told to wait, and a right one is not. */
  readonly enrolmentFailures: number;
  /** Envelopes, refused ones too, and checks that one bureau may send in a minute; those beyond are told to wait. */
  readonly envelopesPerMinute: number;
  /** Bytes of envelopes and attachments the hub stores for one bureau. */
  readonly storedBytes: number;
  /** How long calls to the same bureau are held together (ms); the first goes out at once, and at 0 every one. */
  readonly callsBundledFor: number;
  /** How long envelopes, and checks, wait to go to the database with others that are about to come (ms); one that comes alone does not. */
  readonly groupsWaitFor: number;
  /** Requests at work at the same time in one process; one more is told that the hub is busy. */
  readonly requestsAtOnce: number;
  /** Bytes of their bodies together. */
  readonly bytesAtOnce: number;
}

/** Whether this process is on its way out: it answers what it is asked, but wants to be asked nothing more. */
export interface Standing {
  stopping: boolean;
}

/** What the services of a running hub need. */
export interface HubDeps extends ClockDep, RandomDep, VerifierDep {
  readonly database: Database;
  readonly authority: CertificateAuthority;
  readonly auditSigner: AuditSigner;
  readonly settings: HubSettings;
  readonly metrics: Metrics;
  readonly wakeCalls: WakeCalls;
  readonly streamCalls: BundledCalls;
  readonly presence: Presence;
  readonly standing: Standing;
  readonly admission: Admission;
  readonly acceptance: Acceptance;
  readonly lookUp: CertificateLookUp;
  readonly writeRefusal: RefusalWriter;
  readonly streamEnds: StreamEnds;
  readonly readDirectory: DirectoryReader;
  readonly checking: Checking;
}

/** The hub's time as the protocol writes it. */
export function nowOf({ clock }: ClockDep): string {
  return toInstant(clock.now());
}
