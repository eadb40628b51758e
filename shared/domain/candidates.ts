/** The first step of a database check, the same at the hub and over the workstation's own copy. */
import type { DatabaseKind } from './database-kind.ts';
import { documentNumberKey, scoreSltd, scoreVehicle, vehicleKeys } from './document-matching.ts';
import {
  lowestNominalScore,
  nominalQueryKeys,
  nominalRecordKeys,
  prepareNominalQuery,
  scorePreparedNominal,
} from './nominal-matching.ts';
import {
  type NominalRecord,
  nominalRecord,
  type SltdRecord,
  sltdRecord,
  type VehicleRecord,
  vehicleRecord,
} from './reference-records.ts';
import type {
  Candidate,
  CandidateSummary,
  NominalQuery,
  ReasonCode,
  SltdQuery,
  VehicleQuery,
} from './reference-search.ts';

/** A database with a search that fits it. */
export type ReferenceSearch =
  | { readonly database: 'nominal'; readonly query: NominalQuery }
  | { readonly database: 'sltd'; readonly query: SltdQuery }
  | { readonly database: 'vehicle'; readonly query: VehicleQuery };

/** A database with one of its records. */
export type ReferenceRecord =
  | { readonly database: 'nominal'; readonly record: NominalRecord }
  | { readonly database: 'sltd'; readonly record: SltdRecord }
  | { readonly database: 'vehicle'; readonly record: VehicleRecord };

/** Reads a stored or received record. Throws ZodError when it is none of this database. */
export function parseReferenceRecord(database: DatabaseKind, value: unknown): ReferenceRecord {
  switch (database) {
    case 'nominal':
      return { database, record: nominalRecord.parse(value) };
    case 'sltd':
      return { database, record: sltdRecord.parse(value) };
    case 'vehicle':
      return { database, record: vehicleRecord.parse(value) };
  }
}

/** Keys a record is stored under. A search finds it only by a key of its own that is among them. */
export function recordKeys(entry: ReferenceRecord): string[] {
  switch (entry.database) {
    case 'nominal':
      return nominalRecordKeys(entry.record);
    case 'sltd':
      return [documentNumberKey(entry.record.documentNumber)];
    case 'vehicle':
      return vehicleKeys(entry.record);
  }
}

/** Keys a search looks under. */
export function searchKeys(search: ReferenceSearch): string[] {
  switch (search.database) {
    case 'nominal':
      return nominalQueryKeys(search.query);
    case 'sltd':
      return [documentNumberKey(search.query.documentNumber)];
    case 'vehicle':
      return vehicleKeys(search.query);
  }
}

function summarise(entry: ReferenceRecord): CandidateSummary {
  switch (entry.database) {
    case 'nominal': {
      const { name, forename, birthDate, sex, nationalities } = entry.record;
      return { kind: 'nominal', name, forename, birthDate, sex, nationalities };
    }
    case 'sltd': {
      const { documentNumber, issuingCountry, type, fraudType } = entry.record;
      return { kind: 'sltd', documentNumber, issuingCountry, type, fraudType };
    }
    case 'vehicle': {
      const { vin, plate, plateCountry, engineNumber, make, model, theftType } = entry.record;
      return { kind: 'vehicle', vin, plate, plateCountry, engineNumber, make, model, theftType };
    }
  }
}

interface Score {
  readonly score: number;
  readonly reasons: readonly ReasonCode[];
}

/** What compares one record after the other; null for those not worth showing. */
function scorerOf(search: ReferenceSearch): (entry: ReferenceRecord) => Score | null {
  if (search.database === 'nominal') {
    const prepared = prepareNominalQuery(search.query);
    return (entry) => {
      const score = entry.database === 'nominal' ? scorePreparedNominal(prepared, entry.record) : null;
      return score && score.score >= lowestNominalScore ? score : null;
    };
  }
  return (entry) => {
    const score = scoreObject(search, entry);
    return score && score.score > 0 ? score : null;
  };
}

function scoreObject(search: ReferenceSearch, entry: ReferenceRecord): Score | null {
  if (search.database === 'sltd' && entry.database === 'sltd') return scoreSltd(search.query, entry.record);
  if (search.database === 'vehicle' && entry.database === 'vehicle') return scoreVehicle(search.query, entry.record);
  return null;
}

/** The records worth showing, best first and equal ones by id, so that the same search always lists the same. */
export function rankCandidates(search: ReferenceSearch, entries: Iterable<ReferenceRecord>): Candidate[] {
  const scoreOf = scorerOf(search);
  const found: Candidate[] = [];
  for (const entry of entries) {
    const score = scoreOf(entry);
    if (!score) continue;
    const { recordId } = entry.record;
    found.push({ recordId, score: score.score, reasons: [...score.reasons], summary: summarise(entry) });
  }
  return found.sort((a, b) => b.score - a.score || (a.recordId < b.recordId ? -1 : 1));
}
