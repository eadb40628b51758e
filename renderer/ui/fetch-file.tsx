import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import { useCoreAction } from '../data.ts';
import { ErrorNotice } from './error-notice.tsx';
import { useSession } from './session-context.ts';
import { useFormats } from './use-formats.ts';

interface Props {
  readonly file: AttachmentRow;
}

/** Asks for a file that waits at the hub, or for one that is not whole here once more, or the colleagues for it; or no longer. */
export function FetchFile({ file }: Props) {
  const { t } = useTranslation('ui');
  const { can } = useSession();
  const formats = useFormats();
  const fetch = useCoreAction('file.fetch');
  const fetchAgain = useCoreAction('file.fetch-again');
  const takeBack = useCoreAction('file.take-back');
  const askColleagues = useCoreAction('file.ask-colleagues');
  const what = whatCanBeDone(file);
  if (what === null || !can('message.write')) return null;
  const action = { fetch, fetchAgain, takeBack, askColleagues }[what];
  const all = [fetch, fetchAgain, takeBack, askColleagues];
  const error = all.find((one) => one.error)?.error;
  const isPending = all.some((one) => one.isPending);
  // One button, whatever it says, and never disabled: who pressed it by keyboard stays on it.
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={t(`file.${what}Of`, { name: file.name, size: formats.bytes(file.size) })}
        onClick={() => isPending || action.mutate({ id: file.id })}
      >
        {t(`file.${what}`)}
      </Button>
      {error ? <ErrorNotice error={error.appError} /> : null}
    </>
  );
}

function whatCanBeDone({ state, isAskedFor, canAskColleagues, canFetchAgain }: AttachmentRow) {
  if (state === 'on-demand') return 'fetch';
  if (state === 'arriving') return isAskedFor ? 'takeBack' : null;
  if (canAskColleagues) return 'askColleagues';
  return canFetchAgain ? 'fetchAgain' : null;
}
