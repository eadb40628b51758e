import type { DocumentFields, VehicleFields } from '#shared/ipc/objects.ts';
import type { PersonFields } from '#shared/ipc/persons.ts';

/** How a person is named in lists and sentences: family name first, as in a file. */
export const personTitle = (person: Pick<PersonFields, 'familyName' | 'forename'>): string =>
  person.forename === '' ? person.familyName : `${person.familyName}, ${person.forename}`;

export const documentTitle = (document: Pick<DocumentFields, 'number' | 'issuingCountry'>): string =>
  `${document.number} (${document.issuingCountry})`;

/** What is known of a vehicle that names it best. */
export const vehicleTitle = (
  vehicle: Pick<VehicleFields, 'plate' | 'vin' | 'engineNumber' | 'make' | 'model'>,
): string => vehicle.plate || vehicle.vin || vehicle.engineNumber || makeAndModel(vehicle);

export const makeAndModel = (vehicle: Pick<VehicleFields, 'make' | 'model'>): string =>
  [vehicle.make, vehicle.model].filter((part) => part !== '').join(' ');
