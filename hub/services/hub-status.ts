import type { Epoch } from '#shared/protocol/epoch.ts';
import { toInstant } from '#shared/protocol/instant.ts';
import { currentEpoch } from '../store/epochs.ts';
import {
  type BureauOverview,
  listBureauOverviews,
  listWorkstationOverviews,
  type WorkstationOverview,
} from '../store/overview.ts';
import { type HubDeps, nowOf } from './deps.ts';

export interface BureauState extends BureauOverview {
  /** One of its workstations is late. */
  readonly isLate: boolean;
}

export interface WorkstationState extends WorkstationOverview {
  readonly certificate: 'valid' | 'expires-soon' | 'expired';
  /** Something waits for it, it may ask, and it has not been in contact for LATE_HOURS. */
  readonly isLate: boolean;
}

export interface HubStatus {
  readonly epoch: Epoch;
  /** When this was read. */
  readonly at: string;
  readonly bureaus: readonly BureauState[];
  readonly workstations: readonly WorkstationState[];
  /** Workstations that are not revoked whose certificate ends within EXPIRES_SOON_DAYS. */
  readonly expiring: readonly WorkstationState[];
  /** Those whose certificate has ended: they have to enrol again. */
  readonly expired: readonly WorkstationState[];
}

export const EXPIRES_SOON_DAYS = 60;
export const LATE_HOURS = 24;
const HOUR = 60 * 60 * 1000;

/** What whoever runs the hub looks at: counts, codes and times. */
export async function readStatus({ database, clock }: Pick<HubDeps, 'database' | 'clock'>): Promise<HubStatus> {
  const [current, bureaus, rows] = await Promise.all([
    currentEpoch(database),
    listBureauOverviews(database),
    listWorkstationOverviews(database),
  ]);
  if (!current) throw new Error('The hub has no epoch');
  const workstations = rows.map((row) => judge(row, clock.now()));
  const late = new Set(workstations.filter(({ isLate }) => isLate).map(({ bureau }) => bureau));
  const inUse = workstations.filter(({ status }) => status !== 'revoked');
  return {
    epoch: current.id,
    at: nowOf({ clock }),
    bureaus: bureaus.map((one) => ({ ...one, isLate: late.has(one.code) })),
    workstations,
    expiring: inUse.filter(({ certificate }) => certificate === 'expires-soon'),
    expired: inUse.filter(({ certificate }) => certificate === 'expired'),
  };
}

function judge(row: WorkstationOverview, now: number): WorkstationState {
  const isEnded = (at: number) => row.certificateUntil <= toInstant(at);
  const soon = now + EXPIRES_SOON_DAYS * 24 * HOUR;
  const certificate = isEnded(now) ? 'expired' : isEnded(soon) ? 'expires-soon' : 'valid';
  // One that has never been in contact is late from its enrolment on.
  const isSilent = (row.lastContact ?? row.enrolledAt) <= toInstant(now - LATE_HOURS * HOUR);
  return { ...row, certificate, isLate: row.status === 'active' && (row.unread ?? 0) > 0 && isSilent };
}
