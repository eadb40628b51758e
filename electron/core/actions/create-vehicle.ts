import type { VehicleId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';
import type { ActionHandler } from '../context.ts';
import { indexVehicle } from '../search-index.ts';
import { share } from '../sharing/share.ts';
import { insertVehicle, linkVehicle } from '../store/tables/vehicles.ts';
import { recordEvent } from '../timeline.ts';
import { vehicleTitle } from '../titles.ts';
import { openCase } from './open-case.ts';

/** Writes a vehicle into a case. */
export const createVehicle: ActionHandler<'vehicle.create'> = (ctx, { caseId, fields }) => {
  const found = openCase(ctx.db, caseId);
  if (!found.ok) return found;
  const id = ctx.newId() as VehicleId;
  insertVehicle(ctx.tx, { ...fields, id, createdAt: ctx.now, createdBy: ctx.actor.name });
  linkVehicle(ctx.tx, caseId, id, ctx.now, ctx.actor.name);
  indexVehicle(ctx.tx, id, fields);
  const told = recordEvent(ctx, {
    caseId,
    actor: ctx.actor.name,
    kind: 'vehicle-added',
    data: { name: vehicleTitle(fields) },
    subject: { kind: 'vehicle', id },
  });
  share(ctx, { title: vehicleTitle(fields), caseId, made: [{ kind: 'vehicle', id }], told: [told] });
  return ok({ id });
};
