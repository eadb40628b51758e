/** Keeps a value's direction to itself inside a sentence of another one (Unicode FSI … PDI, UAX #9). */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
