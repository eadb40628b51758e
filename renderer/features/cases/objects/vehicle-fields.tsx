import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormCountry, FormNumber, FormText, FormTextarea } from '../../../ui/form-inputs.ts';
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
          <FormText dir="ltr" spellCheck={false} label={t('vehicle.vin')} {...inputOf('vin')} />
          <VinNote vin={vin} />
        </div>
        <FormText dir="ltr" spellCheck={false} label={t('vehicle.engineNumber')} {...inputOf('engineNumber')} />
        <FormText dir="ltr" spellCheck={false} label={t('vehicle.plate')} {...inputOf('plate')} />
        <FormCountry label={t('vehicle.plateCountry')} {...inputOf('plateCountry')} />
        <FormText dir="auto" label={t('vehicle.make')} {...inputOf('make')} />
        <FormText dir="auto" label={t('vehicle.model')} {...inputOf('model')} />
        <FormText dir="auto" label={t('vehicle.colour')} {...inputOf('colour')} />
        <FormNumber
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
      <FormTextarea dir="auto" minRows={2} label={t('vehicle.remarks')} {...inputOf('remarks')} />
    </>
  );
}
