import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readVin } from '#shared/domain/vin.ts';

/** What is unusual about a VIN; it can be saved all the same. */
export function VinNote({ vin }: { readonly vin: string }) {
  const { t } = useTranslation('objects');
  const warnings = vin.trim() === '' ? [] : readVin(vin).warnings;
  return (
    <div aria-live="polite">
      {warnings.map((warning) => (
        <Text key={warning} size="xs" c="dimmed">
          {t(`vehicle.warning.${warning}`)}
        </Text>
      ))}
    </div>
  );
}
