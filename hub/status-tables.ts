/** What the page and the command line show of the hub's state, in the same words. */
import {
  type BureauState,
  EXPIRES_SOON_DAYS,
  type HubStatus,
  LATE_HOURS,
  type WorkstationState,
} from './services/hub-status.ts';

export interface StatusCell {
  readonly value: string | number;
  /** Somebody has to look at it. The words say so too. */
  readonly isLate: boolean;
}

export interface StatusTable {
  readonly caption: string;
  /** Said in place of the table when it has no rows. */
  readonly none: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly StatusCell[])[];
}

const plain = (value: string | number | null): StatusCell => ({ value: value ?? '—', isLate: false });
const marked = (value: string, isLate: boolean): StatusCell => ({ value, isLate });

function unreadCell({ unread, isLate }: { readonly unread: number | null; readonly isLate: boolean }): StatusCell {
  return isLate ? marked(`${unread}, late`, true) : plain(unread);
}

function keysCell({ keys, isKeyExposed }: BureauState): StatusCell {
  return isKeyExposed ? marked(`${keys}, exposed`, true) : plain(keys);
}

const certificateWords = { valid: 'valid', 'expires-soon': 'expires soon', expired: 'expired' } as const;

function certificateCell({ certificate, status }: WorkstationState): StatusCell {
  return status === 'revoked' ? plain(null) : marked(certificateWords[certificate], certificate !== 'valid');
}

const bureauColumns: Readonly<Record<string, (one: BureauState) => StatusCell>> = {
  Code: ({ code }) => plain(code),
  Role: ({ role }) => plain(role),
  Status: ({ status }) => marked(status, status !== 'active'),
  Workstations: ({ workstations }) => plain(workstations),
  'Current keys': keysCell,
  'Retired keys': ({ retiredKeys }) => plain(retiredKeys),
  'Lost keys': ({ lostKeys }) => plain(lostKeys),
  Stream: ({ stream }) => plain(stream),
  Unread: unreadCell,
  'Last contact': ({ lastContact }) => plain(lastContact),
  'Stored bytes': ({ storedBytes }) => plain(storedBytes),
};

const certificateColumns: Readonly<Record<string, (one: WorkstationState) => StatusCell>> = {
  Bureau: ({ bureau }) => plain(bureau),
  Workstation: ({ id }) => plain(id),
  Until: ({ certificateUntil }) => plain(certificateUntil),
  Certificate: certificateCell,
};

const workstationColumns: Readonly<Record<string, (one: WorkstationState) => StatusCell>> = {
  Bureau: ({ bureau }) => plain(bureau),
  Workstation: ({ id }) => plain(id),
  // Revoked is for good, and nobody has to look.
  Status: ({ status }) => marked(status, status === 'suspended'),
  Certificate: certificateCell,
  'Last contact': ({ lastContact }) => plain(lastContact),
  Unread: unreadCell,
  'Older copy': ({ isBehind }) => marked(isBehind ? 'yes' : 'no', isBehind),
};

function table<T>(
  caption: string,
  none: string,
  columns: Readonly<Record<string, (one: T) => StatusCell>>,
  shown: readonly T[],
): StatusTable {
  const cells = Object.values(columns);
  return { caption, none, columns: Object.keys(columns), rows: shown.map((one) => cells.map((cell) => cell(one))) };
}

/** The tables, in the order they are shown. */
export function statusTables({ bureaus, workstations, expired, expiring }: HubStatus): StatusTable[] {
  return [
    table('Bureaus', 'There is no bureau yet.', bureauColumns, bureaus),
    table(
      `Certificates that have expired, or do within ${EXPIRES_SOON_DAYS} days`,
      `No certificate has expired or does within ${EXPIRES_SOON_DAYS} days.`,
      certificateColumns,
      [...expired, ...expiring],
    ),
    table('Workstations', 'No workstation has enrolled yet.', workstationColumns, workstations),
  ];
}

/** What the marks mean, for whoever sees them for the first time. */
export const STATUS_MARKS: readonly string[] = [
  `Late: something waits, and the workstation has not been in contact for ${LATE_HOURS} hours.`,
  'Exposed: a revoked workstation may hold the key, until another workstation of the bureau has renewed it.',
  'Older copy: the workstation shows an older copy of its data, and waits for a person.',
];
