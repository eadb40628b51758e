import { type VehicleFields, vehicleFields } from '#shared/ipc/objects.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexVehicle } from '../search-index.ts';
import { share, watchFields } from '../sharing/share.ts';
import { casesOfVehicle, updateVehicleFields, vehicleById } from '../store/tables/vehicles.ts';
import { vehicleTitle } from '../titles.ts';
import { changedFields, disputedAmong, editedElsewhere, withChanges } from './changed-fields.ts';
import { recordInCases } from './record-in-cases.ts';

/** Edits a vehicle on the version its author saw; each case it stands in tells of it. */
export const updateVehicle: ActionHandler<'vehicle.update'> = (ctx, { id, version, changes }) => {
  const before = vehicleById(ctx.db, id);
  if (!before) return err({ code: 'not-found', params: { kind: 'vehicle' } });
  if (before.version !== version) return err(editedElsewhere(before.version));
  const fields = changedFields<VehicleFields>(before, changes);
  if (fields.length === 0) return ok({ version });
  const after = withChanges<VehicleFields>(vehicleFields.parse(before), changes);
  const disputed = disputedAmong(ctx.db, id, fields);
  if (disputed) return err(disputed);
  const edits = watchFields(ctx, 'vehicle', id, fields);
  updateVehicleFields(ctx.tx, id, after, ctx.now);
  indexVehicle(ctx.tx, id, after);
  const data = { name: vehicleTitle(after), fields: fields.join(',') };
  const cases = casesOfVehicle(ctx.db, id);
  const told = recordInCases(ctx, cases, { kind: 'vehicle-edited', data, subject: { kind: 'vehicle', id } });
  const edited = { kind: 'vehicle' as const, id, version, edits: edits() };
  share(ctx, { title: vehicleTitle(after), caseId: cases[0]?.id ?? null, edited, told });
  return ok({ version: version + 1 });
};
