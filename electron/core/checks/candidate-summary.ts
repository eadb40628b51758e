import type { NominalRecord, SltdRecord, VehicleRecord } from '#shared/domain/reference-records.ts';
import type { CandidateSummary } from '#shared/domain/reference-search.ts';

export const nominalSummary = (record: NominalRecord): CandidateSummary => ({
  kind: 'nominal',
  name: record.name,
  forename: record.forename,
  birthDate: record.birthDate,
  sex: record.sex,
  nationalities: record.nationalities,
});

export const sltdSummary = (record: SltdRecord): CandidateSummary => ({
  kind: 'sltd',
  documentNumber: record.documentNumber,
  issuingCountry: record.issuingCountry,
  type: record.type,
  fraudType: record.fraudType,
});

export const vehicleSummary = (record: VehicleRecord): CandidateSummary => ({
  kind: 'vehicle',
  vin: record.vin,
  plate: record.plate,
  plateCountry: record.plateCountry,
  engineNumber: record.engineNumber,
  make: record.make,
  model: record.model,
  theftType: record.theftType,
});
