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
  /** The process ended before it could say whether the message was withdrawn. */
  isInDoubt: boolean;
}

/** What bears its marker in one of its fields. */
export type SavedKind = 'case' | 'note' | 'person' | 'vehicle';

export interface Ledger {
  readonly sent: SentMessage[];
  /** What stands in a case, with the workstation that has saved it. */
  readonly saved: { readonly station: string; readonly kind: SavedKind; readonly marker: string }[];
  readonly checks: { readonly station: string; readonly id: string }[];
  operations: number;
}

export const newLedger = (): Ledger => ({ sent: [], saved: [], checks: [], operations: 0 });
