import { Button } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconCloud, IconCloudOff, IconDownload, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import { shell } from '../../../bridge.ts';
import { arrivedShare } from '../../../ui/arrived-share.ts';
import { Code } from '../../../ui/code.tsx';
import { FetchFile } from '../../../ui/fetch-file.tsx';
import { FileAtHub } from '../../../ui/file-at-hub.tsx';
import { fileWord } from '../../../ui/file-word.ts';
import { Instant } from '../../../ui/instant.tsx';
import { isolate } from '../../../ui/isolate.ts';
import { useSession } from '../../../ui/session-context.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import { useLongWork } from '../../../ui/use-long-work.tsx';
import classes from './case-files.module.css';

/** Name, size, type and SHA-256 of each file, and where it is. */
export function FileTable({ files }: { readonly files: readonly AttachmentRow[] }) {
  const { t } = useTranslation('cases');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('files.name')}</th>
          <th scope="col">{t('files.size')}</th>
          <th scope="col">{t('files.type')}</th>
          <th scope="col">{t('files.addedAt')}</th>
          <th scope="col">{t('files.state')}</th>
          <th scope="col">
            <span className={classes.hidden}>{t('files.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <FileLine key={file.id} file={file} />
        ))}
      </tbody>
    </table>
  );
}

const stateShapes = {
  here: IconLock,
  announced: IconClock,
  'on-demand': IconCloud,
  arriving: IconDownload,
  gone: IconCloudOff,
  failed: IconAlertTriangle,
  damaged: IconAlertTriangle,
} as const;

function FileLine({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const { bytes, number, percent } = useFormats();
  const Shape = stateShapes[file.state];
  return (
    <tr>
      <td className={classes.nameCell}>
        <span className={classes.name}>
          <bdi>{file.name}</bdi>
        </span>
        <span className={classes.digest} title={t('files.digest')}>
          <span className={classes.hidden}>{t('files.digest')}</span>
          <Code>{file.digest}</Code>
        </span>
      </td>
      <td className={classes.size} title={t('files.bytes', { bytes: number(file.size) })}>
        {bytes(file.size)}
      </td>
      <td className={classes.typeCell}>
        <Code>{file.mediaType}</Code>
      </td>
      <td>
        <Instant at={file.addedAt} as="moment" /> <bdi>{file.addedBy}</bdi>
      </td>
      <td>
        <span className={classes.state} data-state={file.state}>
          <Shape size="0.875rem" aria-hidden="true" />
          {t(`files.states.${fileWord(file)}`, { percent: percent(arrivedShare(file)) })}
        </span>
        <FileAtHub file={file} />
      </td>
      <td>
        {(file.state === 'here' || file.state === 'damaged') && can('export.make') && <SaveCopy file={file} />}
        <FetchFile file={file} />
      </td>
    </tr>
  );
}

function SaveCopy({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('cases');
  const work = useLongWork();
  const save = async () => {
    const { token } = await shell('file.choose-save', { suggestedName: file.name });
    if (token === null) return;
    const name = isolate(file.name);
    await work(
      'file.save',
      { id: file.id, token },
      { title: t('files.saving', { name }), done: t('files.saved', { name }) },
    );
  };
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={t('files.saveCopyOf', { name: file.name })}
      onClick={() => void save()}
    >
      {t('files.saveCopy')}
    </Button>
  );
}
