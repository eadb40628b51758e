import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { casesOfVehicle, vehicleById } from '../store/tables/vehicles.ts';

export const getVehicle: QueryHandler<'vehicle.get'> = ({ db }, { id }) => {
  const vehicle = vehicleById(db, id);
  if (!vehicle) return err({ code: 'not-found', params: { kind: 'vehicle' } });
  return ok({ ...vehicle, cases: casesOfVehicle(db, id) });
};
