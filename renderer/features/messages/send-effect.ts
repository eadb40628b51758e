/** How the button that sends says what it does: up to three bureaus by name, more by number. */
export type SendEffect =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'names'; readonly codes: readonly string[] }
  | { readonly kind: 'count'; readonly count: number };

const NAMED_AT_MOST = 3;

export function sendEffect(to: readonly string[]): SendEffect {
  if (to.length === 0) return { kind: 'nobody' };
  if (to.length <= NAMED_AT_MOST) return { kind: 'names', codes: to };
  return { kind: 'count', count: to.length };
}
