import { type VehicleFields, vehicleFields } from '#shared/ipc/objects.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexVehicle } from '../search-index.ts';
import { casesOfVehicle, updateVehicleFields, vehicleById } from '../store/tables/vehicles.ts';
import { vehicleTitle } from '../titles.ts';
import { changedFields, editedElsewhere, withChanges } from './changed-fields.ts';
import { recordInCases } from './record-in-cases.ts';

/** Edits a vehicle on the version its author saw; each case it stands in tells of it. */
export const updateVehicle: ActionHandler<'vehicle.update'> = (ctx, { id, version, changes }) => {
  const before = vehicleById(ctx.db, id);
  if (!before) return err({ code: 'not-found', params: { kind: 'vehicle' } });
  if (before.version !== version) return err(editedElsewhere(before.version));
  const fields = changedFields<VehicleFields>(before, changes);
  if (fields.length === 0) return ok({ version });
  const after = withChanges<VehicleFields>(vehicleFields.parse(before), changes);
  updateVehicleFields(ctx.tx, id, after, ctx.now);
  indexVehicle(ctx.tx, id, after);
  const data = { name: vehicleTitle(after), fields: fields.join(',') };
  recordInCases(ctx, casesOfVehicle(ctx.db, id), { kind: 'vehicle-edited', data, subject: { kind: 'vehicle', id } });
  return ok({ version: version + 1 });
};
