import type { AttachmentId } from '#shared/lib/ids.ts';

/** What the people of a simulated world were told: the least that must be true at its end. */
export interface SentMessage {
  /** Stands in the subject, and names the message wherever it is. */
  readonly marker: string;
  readonly station: string;
  readonly bureau: string;
  readonly to: readonly string[];
  /** The marker of the first message of the conversation. */
  readonly conversation: string;
  /** SHA-256 of the attached file, hexadecimal. */
  readonly file: string | null;
  readonly outboxId: string;
  /** A person sent it once more: it went to the end of the queue. */
  wasResent: boolean;
  isWithdrawn: boolean;
  /** Nobody can say whether it is to be there: the process ended before it could, or its disk was put back to an older copy. */
  isInDoubt: boolean;
}

/** What bears its marker in one of its fields. */
export type SavedKind = 'case' | 'note' | 'file' | 'person' | 'document' | 'vehicle';

export interface SavedRecord {
  readonly station: string;
  readonly kind: SavedKind;
  readonly marker: string;
  /** As of a message. */
  isInDoubt?: true;
}

export interface AskedCheck {
  readonly station: string;
  readonly id: string;
  /** As of a message. */
  isInDoubt?: true;
}

/** A file that somebody at a workstation asked for, and has not taken back. */
export interface WantedFile {
  readonly station: string;
  readonly id: AttachmentId;
  /** As a trace calls it. */
  readonly name: string;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

export interface Ledger {
  readonly sent: SentMessage[];
  /** What stands in a case, with the workstation that has saved it. */
  readonly saved: SavedRecord[];
  readonly checks: AskedCheck[];
  readonly wanted: WantedFile[];
  operations: number;
}

export const newLedger = (): Ledger => ({ sent: [], saved: [], checks: [], wanted: [], operations: 0 });

/**
 * What people at a workstation are told from now on is in doubt once the function is called that this gives: its disk has been put back to
 * how it is now, and what had not left it is gone.
 */
export function beginDoubt({ sent, saved, checks, wanted }: Ledger, station: string): () => void {
  const before = { sent: sent.length, saved: saved.length, checks: checks.length };
  const asked = new Set(wanted);
  const withdrawn = new Set(sent.filter(({ isWithdrawn }) => isWithdrawn));
  return () => {
    for (const [index, message] of sent.entries()) {
      const isUndone = message.isWithdrawn && !withdrawn.has(message);
      if (message.station !== station || (index < before.sent && !isUndone)) continue;
      message.isWithdrawn = false;
      message.isInDoubt = true;
    }
    for (const record of [...saved.slice(before.saved), ...checks.slice(before.checks)])
      if (record.station === station) record.isInDoubt = true;
    const stillWanted = wanted.filter((file) => file.station !== station || asked.has(file));
    wanted.splice(0, wanted.length, ...stillWanted);
  };
}
