import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState } from '#shared/domain/delivery-state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import classes from './case-overview.module.css';
import { TimelineEntry } from './timeline-entry.tsx';

/** Entries fetched at once. */
const PAGE = 50;

/** Everything that happened in a case, newest first. */
export function Timeline({ id }: { readonly id: CaseId }) {
  const { t } = useTranslation('cases');
  const [pages, setPages] = useState(1);
  const first = useCoreQuery('case.timeline', { id, offset: 0, limit: PAGE });
  const states = useMessageStates(id);
  const total = first.data?.total ?? 0;
  if (first.error) return <ErrorNotice error={toAppError(first.error)} />;
  return (
    <>
      <ol className={classes.timeline} aria-label={t('timeline.title')}>
        {Array.from({ length: pages }, (_, page) => page * PAGE).map((offset) => (
          <TimelinePage key={offset} id={id} offset={offset} states={states} />
        ))}
      </ol>
      {total > pages * PAGE && (
        <Button variant="subtle" onClick={() => setPages(pages + 1)}>
          {t('timeline.more', { count: total - pages * PAGE })}
        </Button>
      )}
    </>
  );
}

type MessageStates = ReadonlyMap<string, DeliveryState>;

interface PageProps {
  readonly id: CaseId;
  readonly offset: number;
  readonly states: MessageStates;
}

function TimelinePage({ id, offset, states }: PageProps) {
  const page = useCoreQuery('case.timeline', { id, offset, limit: PAGE });
  if (!page.data) return <DelayedSkeleton />;
  return page.data.rows.map((event) => (
    <TimelineEntry key={event.id} event={event} messageState={states.get(event.subjectId ?? '') ?? null} />
  ));
}

/** Where each message of the case stands now: an entry about it says so. */
function useMessageStates(caseId: CaseId): MessageStates {
  const { can } = useSession();
  const messages = useCoreQuery('message.list', { caseId, limit: 500 }, { enabled: can('message.read') });
  const rows = messages.data?.rows;
  return useMemo(() => new Map((rows ?? []).map((row) => [row.id, row.state])), [rows]);
}
