import { useTranslation } from 'react-i18next';
import type { AttachmentRow } from '#shared/ipc/files.ts';
import classes from './file-at-hub.module.css';
import { fileWord } from './file-word.ts';
import { isolate } from './isolate.ts';
import { useNow } from './now-context.ts';
import { useFormats } from './use-formats.ts';

/** When a file comes that was asked for; how long it can still be had from the hub, or whom to ask for one that it has let go of. */
export function FileAtHub({ file }: { readonly file: AttachmentRow }) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const now = useNow();
  const words = () => {
    if (file.isAskedFor && file.state !== 'arriving') return t('file.askedColleagues');
    if (file.state === 'gone') return t('file.askFor', { by: isolate(file.addedBy) });
    if (fileWord(file) === 'asked') return t('file.comesSoon');
    if (file.atHub === null) return null;
    const { until } = file.atHub;
    if (until === null) return t('file.keptUntilFetched');
    return until > now ? t('file.keptUntil', { date: formats.day(until) }) : t('file.mayGo');
  };
  const said = words();
  return said === null ? null : <span className={classes.words}>{said}</span>;
}
