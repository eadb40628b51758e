import { z } from 'zod';
import { type VehicleFields, vehicleFields } from '#shared/ipc/objects.ts';

/** The vehicle form while it is being filled in. */
export const vehicleFormValues = z.object({
  vin: z.string(),
  plate: z.string(),
  plateCountry: z.string().nullable(),
  engineNumber: z.string(),
  make: z.string(),
  model: z.string(),
  colour: z.string(),
  year: z.number().nullable(),
  remarks: z.string(),
});
export type VehicleFormValues = z.infer<typeof vehicleFormValues>;

export const emptyVehicle: VehicleFormValues = {
  vin: '',
  plate: '',
  plateCountry: null,
  engineNumber: '',
  make: '',
  model: '',
  colour: '',
  year: null,
  remarks: '',
};

export const vehicleFormValuesOf = (vehicle: VehicleFields): VehicleFormValues => vehicleFormValues.parse(vehicle);

/** The fields as the core takes them; throws where the form has not been validated. */
export const toVehicleFields = (values: VehicleFormValues): VehicleFields => vehicleFields.parse(values);

/** Whether anything is written down that names the vehicle: an entry without would never be found again. */
export function isIdentified({ vin, plate, engineNumber, make, model }: VehicleFormValues): boolean {
  return [vin, plate, engineNumber, make, model].some((text) => text.trim() !== '');
}
