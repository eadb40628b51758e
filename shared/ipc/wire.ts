import { z } from 'zod';
import { type ErrorCode, errorCodes } from './error-codes.ts';

/** What travels over the MessagePort between the renderer and the core. */
export const callRequest = z.object({
  id: z.int().nonnegative(),
  method: z.string().max(64),
  input: z.unknown(),
});
export const cancelRequest = z.object({ cancel: z.int().nonnegative() });

export type CallRequest = z.infer<typeof callRequest>;

/**
 * An error a person can act on. `code` names the texts errors.<code>.{what,safe,do} in renderer/locales; `params` fill them in.
 */
export interface AppError {
  readonly code: ErrorCode;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}
export const appError = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export type CallReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: AppError };

/** What the core tells unasked. */
export type CoreEvent =
  | { readonly event: 'changed'; readonly tables: readonly string[] }
  | { readonly event: 'session'; readonly phase: SessionPhase }
  | { readonly event: 'progress'; readonly call: number; readonly done: number; readonly total: number | null }
  | { readonly event: 'message-arrived'; readonly priority: 'urgent' | 'routine'; readonly from: string };

/** new: nothing on this machine yet · keys-missing: files of a store and nothing that opens them · locked · open: somebody is signed in. */
export const sessionPhase = z.enum(['new', 'keys-missing', 'locked', 'open']);
export type SessionPhase = z.infer<typeof sessionPhase>;

export type CoreMessage = CallReply | CoreEvent;
