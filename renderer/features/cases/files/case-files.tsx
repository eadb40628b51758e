import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import classes from './case-files.module.css';
import { FileTable } from './file-table.tsx';
import { useAddFiles } from './use-add-files.ts';

/** The files of a case: chosen or dropped, sealed in the background, listed with their SHA-256. */
export function CaseFiles({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const mayAdd = can('case.write') && isCaseWritable(detail.status);
  const field = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { addFiles, error } = useAddFiles(detail.id);
  const files = useCoreQuery('case.files', { id: detail.id });
  const choose = () => field.current?.click();
  useShortcuts(t('tab.files'), mayAdd ? [{ keys: 'a', label: t('files.add'), run: choose }] : []);

  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    void addFiles([...(event.currentTarget.files ?? [])]);
    event.currentTarget.value = '';
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (mayAdd) void addFiles([...event.dataTransfer.files]);
  };
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = mayAdd ? 'copy' : 'none';
    setOver(mayAdd);
  };

  const add = mayAdd && (
    <Button leftSection={<IconPaperclip size="0.875rem" aria-hidden />} onClick={choose}>
      {t('files.add')}
    </Button>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button beside it does the same by keyboard
    <div
      className={classes.place}
      data-over={isOver || undefined}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <input
        ref={field}
        type="file"
        multiple
        tabIndex={-1}
        className={classes.input}
        aria-label={t('files.choose')}
        onChange={chosen}
      />
      {error && <ErrorNotice error={error} />}
      {files.error && <ErrorNotice error={toAppError(files.error)} />}
      {!files.data && !files.error && <DelayedSkeleton />}
      {files.data?.length === 0 && (
        <EmptyState title={t('files.none')} body={mayAdd ? t('files.noneBody') : undefined} action={add} />
      )}
      {files.data && files.data.length > 0 && (
        <Section title={t('tab.files')} tools={add}>
          <FileTable files={files.data} />
          {mayAdd && <p className={classes.hint}>{t('files.dropHint')}</p>}
        </Section>
      )}
      {isOver && <div className={classes.veil}>{t('files.dropHere', { reference: detail.reference })}</div>}
    </div>
  );
}
