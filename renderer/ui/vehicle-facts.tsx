import { useTranslation } from 'react-i18next';
import type { VehicleFields } from '#shared/ipc/objects.ts';
import { Code } from './code.tsx';
import { Fact, FactList } from './fact-list.tsx';
import { useCountryName } from './use-country-name.ts';

/** What is known of a vehicle. */
export function VehicleFacts({ vehicle }: { readonly vehicle: VehicleFields }) {
  const { t } = useTranslation('objects');
  const country = useCountryName();
  const code = (text: string) => (text === '' ? null : <Code>{text}</Code>);
  return (
    <FactList>
      <Fact label={t('vehicle.vin')}>{code(vehicle.vin)}</Fact>
      <Fact label={t('vehicle.plate')}>{code(vehicle.plate)}</Fact>
      <Fact label={t('vehicle.plateCountry')}>{vehicle.plateCountry && country(vehicle.plateCountry)}</Fact>
      <Fact label={t('vehicle.engineNumber')}>{code(vehicle.engineNumber)}</Fact>
      <Fact label={t('vehicle.make')}>{vehicle.make}</Fact>
      <Fact label={t('vehicle.model')}>{vehicle.model}</Fact>
      <Fact label={t('vehicle.colour')}>{vehicle.colour}</Fact>
      <Fact label={t('vehicle.year')}>{vehicle.year === null ? null : String(vehicle.year)}</Fact>
      <Fact label={t('vehicle.remarks')}>{vehicle.remarks}</Fact>
    </FactList>
  );
}
