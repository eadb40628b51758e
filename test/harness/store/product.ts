import { createVault, openVault } from '#core/vault/vault.ts';

/**
 * What a harness works on: the two ways into a sealed store. The real ones, or the same with a fault planted in them
 * (planted-faults.ts), so that each harness can be shown to notice it.
 */
export interface Product {
  readonly createVault: typeof createVault;
  readonly openVault: typeof openVault;
}

export const product: Product = { createVault, openVault };

/** What a harness found: how many cases it tried, and the sentence about each that went wrong. */
export interface Findings {
  readonly cases: number;
  readonly problems: readonly string[];
}

/** Told from another by its name: a product with a planted fault has classes of its own. */
export const isReadOnlyError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'StoreReadOnlyError';

/** A failure of the operating system, as the store passes it on. */
export const isDiskError = (error: unknown): boolean => error instanceof Error && 'code' in error;
