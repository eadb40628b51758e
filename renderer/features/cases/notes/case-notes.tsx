import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import classes from './case-notes.module.css';
import { NewNote } from './new-note.tsx';

/** What people noted in a case, newest first. A note is never edited: a correction is another note. */
export function CaseNotes({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const notes = useCoreQuery('case.notes', { id: detail.id });
  const mayAdd = can('case.write') && isCaseWritable(detail.status);
  if (notes.error) return <ErrorNotice error={toAppError(notes.error)} />;
  if (!notes.data) return <DelayedSkeleton />;
  const newestFirst = [...notes.data].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return (
    <div className={classes.notes}>
      {/* After each note a fresh form: the count makes it another one. */}
      {mayAdd && <NewNote key={notes.data.length} caseId={detail.id} />}
      {notes.data.length === 0 && <EmptyState title={t('notes.none')} body={t('notes.noneBody')} />}
      <ol className={classes.list} aria-label={t('tab.notes')}>
        {newestFirst.map((note) => (
          <li key={note.id} className={classes.note}>
            <p className={classes.about}>
              <bdi>{note.author}</bdi>
              <Instant at={note.at} as="moment" />
            </p>
            <p dir="auto" className={classes.body}>
              {note.body}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
