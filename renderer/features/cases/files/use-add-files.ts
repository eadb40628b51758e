import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { grantFiles } from '../../../bridge.ts';
import { isolate } from '../../../ui/isolate.ts';
import { useLongWork } from '../../../ui/use-long-work.tsx';

/** Seals chosen or dropped files into a case, one after the other, in the background with progress and cancel. */
export function useAddFiles(caseId: CaseId) {
  const { t } = useTranslation('cases');
  const work = useLongWork();
  const [error, setError] = useState<AppError | null>(null);

  const addFiles = async (files: readonly File[]): Promise<void> => {
    setError(null);
    const granted = await grantFiles(files).catch(() => null);
    if (granted === null || granted.length < files.length)
      setError({ code: 'file-unreadable', params: { name: files[0]?.name ?? '' } });
    for (const { token, name } of granted ?? []) {
      const texts = {
        title: t('files.adding', { name: isolate(name) }),
        done: t('files.added', { name: isolate(name) }),
      };
      await work('file.add', { caseId, token }, texts);
    }
  };
  return { addFiles, error };
}
