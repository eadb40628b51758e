import { NumberInput, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CountryField } from '../../../ui/country-field.tsx';
import type { InputOf } from '../../../ui/use-checked-form.ts';
import type { VehicleFormValues } from './vehicle-form-values.ts';
import { VinNote } from './vin-note.tsx';

interface VehicleFieldsProps {
  readonly inputOf: InputOf<keyof VehicleFormValues>;
  /** As typed so far, for the remark beside it. */
  readonly vin: string;
}

/** What is written down of a vehicle; a VIN is never refused for its form (ISO 3779), only remarked on. */
export function VehicleFields({ inputOf, vin }: VehicleFieldsProps) {
  const { t } = useTranslation('objects');
  const year = inputOf('year');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
        <div>
          <TextInput dir="ltr" spellCheck={false} label={t('vehicle.vin')} {...inputOf('vin')} />
          <VinNote vin={vin} />
        </div>
        <TextInput dir="ltr" spellCheck={false} label={t('vehicle.engineNumber')} {...inputOf('engineNumber')} />
        <TextInput dir="ltr" spellCheck={false} label={t('vehicle.plate')} {...inputOf('plate')} />
        <CountryField label={t('vehicle.plateCountry')} {...inputOf('plateCountry')} />
        <TextInput dir="auto" label={t('vehicle.make')} {...inputOf('make')} />
        <TextInput dir="auto" label={t('vehicle.model')} {...inputOf('model')} />
        <TextInput dir="auto" label={t('vehicle.colour')} {...inputOf('colour')} />
        <NumberInput
          {...year}
          label={t('vehicle.year')}
          size="xs"
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=""
          hideControls
          value={year.value ?? ''}
          onChange={(typed) => year.onChange(typeof typed === 'number' ? typed : null)}
        />
      </SimpleGrid>
      <Textarea dir="auto" minRows={2} label={t('vehicle.remarks')} {...inputOf('remarks')} />
    </>
  );
}
