import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { isolate } from '../../ui/isolate.ts';

/** At which other workstation of the bureau a check was asked, in words; null = here. */
export function useAsker({ elsewhere }: Pick<CheckDetail, 'elsewhere'>): string | null {
  const { t } = useTranslation('checks');
  if (!elsewhere) return null;
  return elsewhere.workstation === null ? t('detail.otherWorkstation') : isolate(elsewhere.workstation);
}
