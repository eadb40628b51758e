/** Case references such as `UTO-2026-000417`: bureau, year in which the case was opened, serial number of that year. */
import { z } from 'zod';

const shape = /^([A-Z][A-Z0-9]{1,7})-(\d{4})-(\d{6,9})$/;

export const referenceNumber = z.string().regex(shape, 'not a reference such as UTO-2026-000417');
export type ReferenceNumber = z.infer<typeof referenceNumber>;

export interface ReferenceParts {
  readonly bureau: string;
  readonly year: number;
  readonly serial: number;
}

/** @param serial from 1; six digits with leading zeros, more where a year has more */
export function makeCaseReference(bureau: string, year: number, serial: number): ReferenceNumber {
  return `${bureau}-${year}-${String(serial).padStart(6, '0')}`;
}

/** Reads a reference as people type it: any case, spaces or slashes for dashes, without leading zeros. Null where it is none. */
export function parseCaseReference(text: string): ReferenceParts | null {
  const [bureau = '', year = '', serial = '', ...rest] = text
    .trim()
    .toUpperCase()
    .split(/[\s/\-–—]+/);
  if (rest.length > 0 || !/^\d{1,9}$/.test(serial)) return null;
  const found = shape.exec(`${bureau}-${year}-${serial.padStart(6, '0')}`);
  return found && Number(serial) > 0 ? { bureau, year: Number(year), serial: Number(serial) } : null;
}
