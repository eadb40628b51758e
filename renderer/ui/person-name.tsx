import { useTranslation } from 'react-i18next';

interface PersonNameProps {
  readonly familyName: string;
  readonly forename: string;
}

/** Family name first, each part in its own direction: Latin, Arabic, Cyrillic and Han stand side by side. */
export function PersonName({ familyName, forename }: PersonNameProps) {
  const { t } = useTranslation('persons');
  return (
    <bdi dir="auto" lang="und">
      {forename === '' ? familyName : t('name', { familyName, forename })}
    </bdi>
  );
}
