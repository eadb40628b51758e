import { z } from 'zod';

/** How a vehicle, plate or part was lost to its owner. */
export const vehicleTheftTypes = [
  'theft',
  'robbery',
  'carjacking',
  'burglary',
  'embezzlement',
  'fraud',
  'parts-stolen',
  'plate-stolen',
  'documents-stolen',
  'other',
  'unknown',
] as const;
export const vehicleTheftType = z.enum(vehicleTheftTypes);
export type VehicleTheftType = z.infer<typeof vehicleTheftType>;
