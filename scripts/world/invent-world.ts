import { makeDice } from './dice.ts';
import { inventNotices, type PublicNotice } from './notices.ts';
import { inventSltd, type SltdEntry } from './travel-documents.ts';
import { inventVehicles, type VehicleEntry } from './vehicles.ts';

const SEED = 20_991_231;
const PERSONS = 800;
const DOCUMENTS = 4_000;
const VEHICLES = 600;

export interface World {
  readonly notices: readonly PublicNotice[];
  readonly sltd: readonly SltdEntry[];
  readonly vehicles: readonly VehicleEntry[];
}

/** The demonstration world (see README.md); always the same one. */
export function inventWorld(): World {
  const dice = makeDice(SEED);
  return {
    notices: inventNotices(dice, PERSONS),
    sltd: inventSltd(dice, DOCUMENTS),
    vehicles: inventVehicles(dice, VEHICLES),
  };
}
