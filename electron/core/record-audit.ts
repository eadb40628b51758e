import { createHash } from 'node:crypto';
import type { AuditRule } from '#shared/ipc/entry.ts';
import type { SignedInUser } from '#shared/ipc/session.ts';
import { canonicalJson } from '#shared/protocol/canonical-json.ts';
import type { WriteDb } from './store/database.ts';
import { appendAuditEntry, type ChainedAuditEntry } from './store/tables/audit.ts';

/** SHA-256 over the canonical JSON (RFC 8785) of an entry with its number and the hash before it. */
export const auditHash = (entry: Omit<ChainedAuditEntry, 'hash'>): string =>
  createHash('sha256').update(canonicalJson(entry)).digest('hex');

interface AuditedCall {
  readonly method: string;
  readonly at: number;
  readonly actor: SignedInUser | null;
  readonly subject: string;
  readonly subjectId: string | null;
  readonly detail: unknown;
}

/** Appends one entry to the workstation's audit chain, inside the transaction of what it tells. */
export function recordAudit(tx: WriteDb, call: AuditedCall): void {
  appendAuditEntry(
    tx,
    {
      at: call.at,
      userId: call.actor?.id ?? null,
      username: call.actor?.username ?? '',
      method: call.method,
      subject: call.subject,
      subjectId: call.subjectId,
      detail: JSON.stringify(call.detail ?? {}),
    },
    auditHash,
  );
}

/** The audit entry of a call of the contract, from its rule. */
export function auditedCall(
  method: string,
  rule: AuditRule<never, never>,
  actor: SignedInUser,
  at: number,
  input: unknown,
  output: unknown,
): AuditedCall {
  return {
    method,
    at,
    actor,
    subject: rule.subject,
    subjectId: rule.id(input as never, output as never),
    detail: rule.detail?.(input as never, output as never),
  };
}
