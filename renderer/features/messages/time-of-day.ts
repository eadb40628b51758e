export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** Arabic-Indic digits mean the same as European ones. */
const european = (text: string) => text.replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)));

/** Reads "14:30", "14.30", "14h30", "1430", "9" (24-hour clock); null for what is no time of day. */
export function readTimeOfDay(typed: string): TimeOfDay | null {
  const found = /^(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*h?$/i.exec(european(typed.trim()));
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}

/** Days to choose from, today first, as the first moment of each by the clock of this machine. */
export function nextDays(now: number, count: number): number[] {
  const today = new Date(now);
  const dayAfter = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).getTime();
  return Array.from({ length: count }, (_, days) => dayAfter(days));
}

/** That time on the day that begins at `day`. */
export function atTimeOfDay(day: number, { hour, minute }: TimeOfDay): number {
  const date = new Date(day);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hour, minute).getTime();
}
