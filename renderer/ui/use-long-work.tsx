import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionMethod, Input, Output } from '#shared/ipc/contract.ts';
import { call } from '../bridge.ts';
import { ErrorNotice } from './error-notice.tsx';
import { ProgressToast } from './progress-toast.tsx';
import { toAppError } from './to-app-error.ts';
import { useFormats } from './use-formats.ts';

interface WorkTexts {
  readonly title: string;
  readonly done: string;
}

/**
 * Runs an action that takes long, with its progress in bytes and a way to cancel in a corner of the screen.
 * Answers null where it was cancelled or failed, which the person has then been told.
 */
export function useLongWork() {
  const { t } = useTranslation(['ui', 'common']);
  const formats = useFormats();
  return useCallback(
    async <M extends ActionMethod>(method: M, input: Input<M>, texts: WorkTexts): Promise<Output<M> | null> => {
      const stop = new AbortController();
      const message = (done: number, total: number | null) => (
        <ProgressToast
          done={done}
          total={total}
          text={total === null ? t('ui:progress.background') : `${formats.bytes(done)} / ${formats.bytes(total)}`}
          onCancel={() => stop.abort()}
        />
      );
      const closeButtonProps = { 'aria-label': t('common:action.close') };
      const id = notifications.show({
        title: texts.title,
        message: message(0, null),
        autoClose: false,
        withCloseButton: false,
        closeButtonProps,
      });
      const onProgress = (done: number, total: number | null) =>
        notifications.update({ id, title: texts.title, message: message(done, total), autoClose: false });
      try {
        const answer = await call(method, input, { signal: stop.signal, onProgress });
        notifications.update({
          id,
          title: texts.done,
          message: null,
          autoClose: 4000,
          withCloseButton: true,
          closeButtonProps,
        });
        return answer;
      } catch (thrown) {
        const text = stop.signal.aborted ? t('ui:progress.cancelled') : <ErrorNotice error={toAppError(thrown)} />;
        notifications.update({
          id,
          title: texts.title,
          message: text,
          autoClose: stop.signal.aborted ? 4000 : false,
          withCloseButton: true,
          closeButtonProps,
        });
        return null;
      }
    },
    [t, formats],
  );
}
