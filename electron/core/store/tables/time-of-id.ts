/** How much of an identifier (UUIDv7) says when it was made. */
const TIME_OF_ID = 13;

/** The first and the last identifier of the same millisecond, for BETWEEN. */
export function idsOfTheTimeOf(id: string): readonly [string, string] {
  const time = id.slice(0, TIME_OF_ID);
  return [`${time}-`, `${time}.`];
}
