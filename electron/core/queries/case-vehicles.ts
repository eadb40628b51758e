import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { vehiclesOfCase } from '../store/tables/vehicles.ts';

export const caseVehicles: QueryHandler<'case.vehicles'> = ({ db }, { id }) => ok(vehiclesOfCase(db, id));
