/** Values a page can make and JSON cannot carry, as text: thousands of them cross to the page in one go. */
export function packed(values: readonly unknown[]): string {
  return JSON.stringify(values.map(tagged));
}

function tagged(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint') return { $: 'bigint', text: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', text: String(value) };
  if (value instanceof Date) return { $: 'date', text: String(value.getTime()) };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, tagged(part)]));
}

/** The other way round, to be run in the page: it stands alone. */
export function unpacked(text: string): unknown[] {
  const untagged = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(untagged);
    if (typeof value !== 'object' || value === null) return value;
    const { $: kind, text: written } = value as { $?: string; text?: string };
    if (kind === 'undefined') return undefined;
    if (kind === 'bigint') return BigInt(written ?? '');
    if (kind === 'number') return Number(written);
    if (kind === 'date') return new Date(Number(written));
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, untagged(part)]));
  };
  return (JSON.parse(text) as unknown[]).map(untagged);
}
