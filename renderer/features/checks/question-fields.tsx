import { SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DatabaseKind } from '#shared/domain/database-kind.ts';
import { sexes } from '#shared/domain/sex.ts';
import { documentTypes } from '#shared/domain/travel-document.ts';
import { FormCountry, FormDate, FormText, FormWordSelect } from '../../ui/form-inputs.ts';
import type { InputOf } from '../../ui/use-checked-form.ts';

interface QuestionFieldsProps {
  readonly database: DatabaseKind;
  readonly inputOf: InputOf<string>;
}

/** What the chosen database is asked. */
export function QuestionFields({ database, inputOf }: QuestionFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="xs">
      {database === 'nominal' && <PersonQuestion inputOf={inputOf} />}
      {database === 'sltd' && <DocumentQuestion inputOf={inputOf} />}
      {database === 'vehicle' && <VehicleQuestion inputOf={inputOf} />}
    </SimpleGrid>
  );
}

type KindProps = Pick<QuestionFieldsProps, 'inputOf'>;

function PersonQuestion({ inputOf }: KindProps) {
  const { t } = useTranslation(['checks', 'persons']);
  return (
    <>
      <FormText dir="auto" required label={t('checks:field.name')} {...inputOf('nominal.name')} />
      <FormText dir="auto" label={t('persons:field.forename')} {...inputOf('nominal.forename')} />
      <FormDate label={t('persons:field.birthDate')} {...inputOf('nominal.birthDate')} />
      <FormWordSelect list="sex" codes={sexes} label={t('persons:field.sex')} {...inputOf('nominal.sex')} />
      <FormCountry label={t('persons:field.nationality')} {...inputOf('nominal.nationality')} />
    </>
  );
}

function DocumentQuestion({ inputOf }: KindProps) {
  const { t } = useTranslation('objects');
  return (
    <>
      <FormText
        dir="ltr"
        required
        spellCheck={false}
        label={t('document.number')}
        {...inputOf('sltd.documentNumber')}
      />
      <FormCountry label={t('document.issuingCountry')} {...inputOf('sltd.issuingCountry')} />
      <FormWordSelect
        list="documentType"
        codes={documentTypes}
        clearable
        label={t('document.type')}
        {...inputOf('sltd.type')}
      />
    </>
  );
}

function VehicleQuestion({ inputOf }: KindProps) {
  const { t } = useTranslation('objects');
  return (
    <>
      <FormText dir="ltr" spellCheck={false} label={t('vehicle.vin')} {...inputOf('vehicle.vin')} />
      <FormText dir="ltr" spellCheck={false} label={t('vehicle.engineNumber')} {...inputOf('vehicle.engineNumber')} />
      <FormText dir="ltr" spellCheck={false} label={t('vehicle.plate')} {...inputOf('vehicle.plate')} />
      <FormCountry label={t('vehicle.plateCountry')} {...inputOf('vehicle.plateCountry')} />
    </>
  );
}
