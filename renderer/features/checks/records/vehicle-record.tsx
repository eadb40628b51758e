import { useTranslation } from 'react-i18next';
import type { VehicleRecord } from '#shared/domain/reference-records.ts';
import { Code } from '../../../ui/code.tsx';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { useCountryName } from '../../../ui/use-country-name.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useWords } from '../../../ui/use-words.ts';

/** A stolen vehicle, plate or part as the database records it. */
export function VehicleRecordView({ record }: { readonly record: VehicleRecord }) {
  const { t } = useTranslation(['checks', 'objects']);
  const word = useWords();
  const country = useCountryName();
  const { partialDate } = useFormats();
  const code = (text: string | null) => text && <Code>{text}</Code>;
  return (
    <FactList>
      <Fact label={t('objects:vehicle.vin')}>{code(record.vin)}</Fact>
      <Fact label={t('objects:vehicle.plate')}>{code(record.plate)}</Fact>
      <Fact label={t('objects:vehicle.plateCountry')}>{record.plateCountry && country(record.plateCountry)}</Fact>
      <Fact label={t('objects:vehicle.engineNumber')}>{code(record.engineNumber)}</Fact>
      <Fact label={t('checks:record.gearboxNumber')}>{code(record.gearboxNumber)}</Fact>
      <Fact label={t('objects:vehicle.make')}>{record.make}</Fact>
      <Fact label={t('objects:vehicle.model')}>{record.model}</Fact>
      <Fact label={t('objects:vehicle.colour')}>{record.colour}</Fact>
      <Fact label={t('checks:record.theftType')}>{word('vehicleTheftType', record.theftType)}</Fact>
      <Fact label={t('checks:record.theftDate')}>{record.theftDate && partialDate(record.theftDate)}</Fact>
      <Fact label={t('checks:record.theftPlace')}>{record.theftPlace}</Fact>
      <Fact label={t('checks:record.reportingCountry')}>
        {record.reportingCountry && country(record.reportingCountry)}
      </Fact>
      <Fact label={t('checks:record.nationalReference')}>{record.nationalReference}</Fact>
      <Fact label={t('checks:record.ownerOffice')}>{record.ownerOffice}</Fact>
      <Fact label={t('checks:record.reviewDate')}>{record.reviewDate && partialDate(record.reviewDate)}</Fact>
    </FactList>
  );
}
