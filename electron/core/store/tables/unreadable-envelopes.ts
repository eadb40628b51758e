import type { WriteDb } from '../database.ts';

/** Keeps what arrived and could not be read, with the reason: nothing that was received is thrown away. */
export function keepUnreadable(
  tx: WriteDb,
  row: {
    readonly streamNumber: number;
    readonly envelopeId: string;
    readonly fromBureau: string;
    readonly reason: string;
    readonly envelope: string;
    readonly at: number;
  },
): void {
  tx.run(
    `INSERT INTO unreadable_envelopes (stream_number, envelope_id, from_bureau, reason, envelope, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream_number) DO NOTHING`,
    [row.streamNumber, row.envelopeId, row.fromBureau, row.reason, row.envelope, row.at],
  );
}
