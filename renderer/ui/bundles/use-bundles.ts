import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BundleReport, BundleRow } from '#shared/ipc/bundles.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { grantFiles, shell } from '../../bridge.ts';
import { isolate } from '../isolate.ts';
import { useLongWork } from '../use-long-work.tsx';

/** What stands in the dialog. */
export type ShownBundle =
  | { readonly kind: 'written'; readonly written: Output<'bundle.write'> }
  | { readonly kind: 'report'; readonly report: BundleReport }
  | { readonly kind: 'history' };

/** Tells a finder nothing. */
const SUGGESTED_NAME = 'ncb-bundle.ncb';
const ANSWERS_NAME = 'ncb-answers.ncb';

/** What a person does with files that carry the outbox: one at a time, with progress in a corner, the outcome in a dialog. */
export function useBundles() {
  const { t } = useTranslation('bundles');
  const work = useLongWork();
  const [shown, setShown] = useState<ShownBundle | null>(null);
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);

  const alone = async (act: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setBusy(true);
    await act().finally(() => {
      busy.current = false;
      setBusy(false);
    });
  };
  const write = () =>
    alone(async () => {
      const { token } = await shell('file.choose-save', { suggestedName: SUGGESTED_NAME });
      if (token === null) return;
      const written = await work('bundle.write', { token }, { title: t('writing.title'), done: t('writing.done') });
      if (written) setShown({ kind: 'written', written });
    });
  const readWith = (method: 'bundle.read' | 'bundle.take-over', file: File) =>
    alone(async () => {
      const [granted] = await grantFiles([file]);
      if (!granted) return;
      const texts = method === 'bundle.read' ? 'reading' : 'takingOver';
      const { token } = granted;
      const report = await work(method, { token }, { title: t(`${texts}.title`), done: t(`${texts}.done`) });
      if (report) setShown({ kind: 'report', report });
    });
  const writeAnswers = ({ id, name }: Pick<BundleRow, 'id' | 'name'>) =>
    alone(async () => {
      const { token } = await shell('file.choose-save', { suggestedName: ANSWERS_NAME });
      if (token === null) return;
      const station = { name: isolate(name) };
      const texts = { title: t('answering.title', station), done: t('answering.done', station) };
      await work('bundle.write-answers', { id, token }, texts);
    });
  return {
    shown,
    isBusy,
    close: () => setShown(null),
    showHistory: () => setShown({ kind: 'history' }),
    write,
    read: (file: File) => readWith('bundle.read', file),
    takeOver: (file: File) => readWith('bundle.take-over', file),
    writeAnswers,
  };
}

export type Bundles = ReturnType<typeof useBundles>;
