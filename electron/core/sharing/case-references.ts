import { parseCaseReference } from '#shared/domain/reference-number.ts';
import { indexCase } from '../search-index.ts';
import { caseByReference, setCaseReference, skipCaseSerials } from '../store/tables/cases.ts';
import { type Recording, recordEvent } from '../timeline.ts';

/**
 * The reference under which an arriving case can be kept. Two workstations of a bureau that could not see each other may have given the
 * same number of the year: then one of the two goes on with an addition, the same one on every workstation.
 */
export function freeReference(rec: Recording, id: string, reference: string): string {
  skipUsedNumber(rec, reference);
  const other = caseByReference(rec.tx, reference);
  if (!other || other.id === id) return reference;
  if (randomEnd(id) > randomEnd(other.id)) return withAddition(reference, id);
  const renamed = withAddition(reference, other.id);
  setCaseReference(rec.tx, other.id, renamed, rec.now);
  indexCase(rec.tx, { ...other, reference: renamed });
  const data = { from: reference, to: renamed };
  recordEvent(rec, { caseId: other.id, actor: other.createdBy, kind: 'case-renumbered', data });
  return reference;
}

/** The end of a UUIDv7 is random: the beginning is a clock, which decides nothing. */
const randomEnd = (id: string): string => id.slice(-12);

const withAddition = (reference: string, id: string): string => `${reference}-${id.slice(-6).toUpperCase()}`;

function skipUsedNumber({ tx }: Recording, reference: string): void {
  const parts = parseCaseReference(reference);
  if (parts) skipCaseSerials(tx, parts.year, parts.serial);
}
