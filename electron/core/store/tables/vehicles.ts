import type { VehicleFields } from '#shared/ipc/objects.ts';
import type { CaseId, VehicleId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';
import type { CaseOfObject } from './case-objects.ts';

export interface VehicleRecord extends VehicleFields {
  readonly id: VehicleId;
  readonly updatedAt: number;
  readonly version: number;
}

const COLUMNS = `v.id, v.vin, v.plate, v.plate_country AS plateCountry, v.engine_number AS engineNumber, v.make, v.model, v.colour, v.year,
  v.remarks, v.updated_at AS updatedAt, v.version`;

const fieldValues = (fields: VehicleFields) => [
  fields.vin,
  fields.plate,
  fields.plateCountry,
  fields.engineNumber,
  fields.make,
  fields.model,
  fields.colour,
  fields.year,
  fields.remarks,
];

export function vehicleById(db: ReadDb, id: VehicleId): VehicleRecord | null {
  return db.get<VehicleRecord>(`SELECT ${COLUMNS} FROM vehicles v WHERE v.id = ?`, [id]) ?? null;
}

export function vehiclesByIds(db: ReadDb, ids: readonly string[]): VehicleRecord[] {
  return db.all<VehicleRecord>(
    `SELECT ${COLUMNS} FROM vehicles v WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id`,
    [JSON.stringify(ids)],
  );
}

/** In the order in which they were written into the case. */
export function vehiclesOfCase(db: ReadDb, caseId: CaseId): VehicleRecord[] {
  return db.all<VehicleRecord>(
    `SELECT ${COLUMNS} FROM case_vehicles l JOIN vehicles v ON v.id = l.vehicle_id WHERE l.case_id = ? ORDER BY l.added_at, v.id`,
    [caseId],
  );
}

export function insertVehicle(
  tx: WriteDb,
  vehicle: VehicleFields & { readonly id: VehicleId; readonly createdAt: number; readonly createdBy: string },
): void {
  tx.run(
    `INSERT INTO vehicles (vin, plate, plate_country, engine_number, make, model, colour, year, remarks, id, created_at, created_by,
       updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    [...fieldValues(vehicle), vehicle.id, vehicle.createdAt, vehicle.createdBy, vehicle.createdAt],
  );
}

/** Writes the fields and raises the version. */
export function updateVehicleFields(tx: WriteDb, id: VehicleId, fields: VehicleFields, now: number): void {
  tx.run(
    `UPDATE vehicles SET vin = ?, plate = ?, plate_country = ?, engine_number = ?, make = ?, model = ?, colour = ?, year = ?, remarks = ?,
       updated_at = ?, version = version + 1 WHERE id = ?`,
    [...fieldValues(fields), now, id],
  );
}

export function casesOfVehicle(db: ReadDb, vehicleId: VehicleId): CaseOfObject[] {
  return db.all<CaseOfObject>(
    `SELECT c.id, c.reference, c.title FROM case_vehicles l JOIN cases c ON c.id = l.case_id
     WHERE l.vehicle_id = ? ORDER BY l.added_at, c.id`,
    [vehicleId],
  );
}

export function linkVehicle(tx: WriteDb, caseId: CaseId, vehicleId: VehicleId, at: number, by: string): void {
  tx.run(
    'INSERT INTO case_vehicles (case_id, vehicle_id, added_at, added_by) VALUES (?, ?, ?, ?) ON CONFLICT (case_id, vehicle_id) DO NOTHING',
    [caseId, vehicleId, at, by],
  );
}

/** When and by whom it was written down. */
export function vehicleOrigin(db: ReadDb, id: VehicleId): { readonly at: number; readonly by: string } | null {
  return db.get('SELECT created_at AS at, created_by AS "by" FROM vehicles WHERE id = ?', [id]) ?? null;
}
