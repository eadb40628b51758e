import type { SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../../data.ts';
import { FormSelect } from '../../../ui/form-inputs.ts';

interface HolderSelectProps extends Omit<SelectProps, 'data'> {
  readonly caseId: CaseId;
}

/** Whose document it is: one of the persons of the case, or nobody known. */
export function HolderSelect({ caseId, ...input }: HolderSelectProps) {
  const { t } = useTranslation(['objects', 'persons']);
  const persons = useCoreQuery('case.persons', { id: caseId });
  const data = useMemo(
    () =>
      (persons.data ?? []).map(({ id, familyName, forename }) => ({
        value: id,
        label: forename === '' ? familyName : t('persons:name', { familyName, forename }),
      })),
    [persons.data, t],
  );
  return <FormSelect data={data} clearable searchable label={t('objects:document.holder')} {...input} />;
}
