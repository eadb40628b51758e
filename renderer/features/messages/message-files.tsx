import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import { shell } from '../../bridge.ts';
import { useCoreAction } from '../../data.ts';
import { arrivedShare } from '../../ui/arrived-share.ts';
import { Code } from '../../ui/code.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FetchFile } from '../../ui/fetch-file.tsx';
import { FileAtHub } from '../../ui/file-at-hub.tsx';
import { fileWord } from '../../ui/file-word.ts';
import { useSession } from '../../ui/session-context.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './message-files.module.css';

interface Props {
  readonly files: readonly AttachmentRow[];
}

/** What came with a message; what is here already can be saved in clear to a place of one's choice. */
export function MessageFiles({ files }: Props) {
  const { t } = useTranslation('messages');
  if (files.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('thread.files')}>
      {files.map((file) => (
        <MessageFile key={file.id} file={file} />
      ))}
    </ul>
  );
}

function MessageFile({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const { can } = useSession();
  const word = fileWord(file);
  return (
    <li className={classes.file}>
      <IconPaperclip size="1rem" stroke={1.75} aria-hidden="true" />
      <bdi className={classes.name}>{file.name}</bdi>
      <span className={classes.size}>{formats.bytes(file.size)}</span>
      {file.state === 'on-demand' ? <Code>{file.mediaType}</Code> : null}
      {word === 'here' ? null : (
        <span data-state={file.state}>{t(`file.${word}`, { percent: formats.percent(arrivedShare(file)) })}</span>
      )}
      {(file.state === 'here' || file.state === 'damaged') && can('export.make') ? <SaveCopy file={file} /> : null}
      <FetchFile file={file} />
      <FileAtHub file={file} />
    </li>
  );
}

function SaveCopy({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('messages');
  const save = useCoreAction('file.save');
  const [saved, setSaved] = useState(false);
  const saveCopy = async () => {
    setSaved(false);
    const { token } = await shell('file.choose-save', { suggestedName: file.name });
    if (token === null) return;
    await save.mutateAsync({ id: file.id, token });
    setSaved(true);
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={t('file.save', { name: file.name })}
        loading={save.isPending}
        onClick={() => void saveCopy().catch(() => undefined)}
      >
        {t('file.saveShort')}
      </Button>
      <span role="status">{saved ? t('file.saved', { name: file.name }) : null}</span>
      {save.isError ? <ErrorNotice error={toAppError(save.error)} /> : null}
    </>
  );
}
