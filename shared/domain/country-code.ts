import { z } from 'zod';

/** ICAO 9303-3 §5 code of a state or organisation as printed on documents: three letters, or D for Germany. */
export const travelCountryCode = z.string().regex(/^(D|[A-Z]{3})$/, 'not an ICAO 9303 country code');
export type TravelCountryCode = z.infer<typeof travelCountryCode>;

/**
 * A country as a record carries it: ISO 3166 two or three letters, an ICAO travel document code, or the numeric codes
 * the public notices use for what has no ISO code (914, 922). Unknown codes are kept verbatim.
 */
export const recordedCountryCode = z.string().regex(/^[A-Z0-9]{1,3}$/, 'not a country code');
export type RecordedCountryCode = z.infer<typeof recordedCountryCode>;
