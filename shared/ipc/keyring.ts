import { z } from 'zod';

/** A secret of 32 bytes, or what a keyring made of it. */
const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length > 0 && value.length <= 16_384,
);
const id = z.int().nonnegative();

/**
 * What the core asks of the operating system's keyring, over its parent port; only the shell can reach it. The page has no
 * part in it. Each question has a number, under which its answer comes back.
 */
export const keyringQuestion = z.discriminatedUnion('ask', [
  z.strictObject({ type: z.literal('keyring'), id, ask: z.literal('backend') }),
  z.strictObject({ type: z.literal('keyring'), id, ask: z.literal('wrap'), bytes }),
  z.strictObject({ type: z.literal('keyring'), id, ask: z.literal('unwrap'), bytes }),
]);
export type KeyringQuestion = z.infer<typeof keyringQuestion>;

export const keyringAnswer = z.discriminatedUnion('answer', [
  z.strictObject({ type: z.literal('keyring'), id, answer: z.literal('backend'), backend: z.string().max(64) }),
  z.strictObject({ type: z.literal('keyring'), id, answer: z.literal('bytes'), bytes }),
  /** The keyring does not work, or does not know what it was given. */
  z.strictObject({ type: z.literal('keyring'), id, answer: z.literal('refused') }),
]);
export type KeyringAnswer = z.infer<typeof keyringAnswer>;

/**
 * offered: protects what it keeps · plain-text: would keep it readable for every program, and is refused · unavailable: there
 * is none, or it does not work.
 */
export const keyringStanding = z.enum(['offered', 'plain-text', 'unavailable']);
export type KeyringStanding = z.infer<typeof keyringStanding>;
