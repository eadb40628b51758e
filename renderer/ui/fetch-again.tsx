import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import { useCoreAction } from '../data.ts';
import { ErrorNotice } from './error-notice.tsx';
import { useSession } from './session-context.ts';

/** A file that a message brought and that is not whole here: the hub is asked for it once more. */
export function FetchAgain({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('ui');
  const { can } = useSession();
  const fetch = useCoreAction('file.fetch-again');
  if (!file.canFetchAgain || !can('message.write')) return null;
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={t('file.fetchAgainOf', { name: file.name })}
        loading={fetch.isPending}
        onClick={() => fetch.mutate({ id: file.id })}
      >
        {t('file.fetchAgain')}
      </Button>
      {fetch.error ? <ErrorNotice error={fetch.error.appError} /> : null}
    </>
  );
}
