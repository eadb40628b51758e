import { Button } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { CaseDisputes } from '../disputes/case-disputes.tsx';
import { DisputedMark } from '../disputes/disputed-mark.tsx';
import { CaseEdit, caseDraftKey } from './case-edit.tsx';
import { CaseFacts } from './case-facts.tsx';
import classes from './case-overview.module.css';
import { Timeline } from './timeline.tsx';

/** What the case is about, editable in place, and everything that happened in it. */
export function CaseOverview({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation(['cases', 'common']);
  const { can } = useSession();
  const mayEdit = can('case.write') && isCaseWritable(detail.status);
  const [isEditing, setEditing] = useState(false);
  const draft = useCoreQuery('draft.get', { key: caseDraftKey(detail.id) }, { enabled: mayEdit });
  const hasDraft = draft.isFetchedAfterMount && draft.data !== null;
  // Typing that a lock or a crash interrupted comes back by itself, once: when the case is opened.
  useEffect(() => {
    if (hasDraft) setEditing(true);
  }, [hasDraft]);
  useShortcuts(t('cases:overview.title'), [
    ...(mayEdit && !isEditing ? [{ keys: 'e', label: t('cases:overview.edit'), run: () => setEditing(true) }] : []),
  ]);
  return (
    <>
      {!isCaseWritable(detail.status) && (
        <p className={classes.closed}>
          <IconLock size="1rem" aria-hidden="true" />
          {t('cases:closedNotice')}
        </p>
      )}
      <CaseDisputes caseId={detail.id} />
      {isEditing && mayEdit ? (
        <CaseEdit detail={detail} onDone={() => setEditing(false)} />
      ) : (
        <Section
          title={t('cases:overview.facts')}
          tools={
            mayEdit && (
              <Button
                variant="default"
                leftSection={<IconPencil size="0.875rem" aria-hidden />}
                onClick={() => setEditing(true)}
              >
                {t('common:action.edit')}
              </Button>
            )
          }
        >
          <DisputedMark caseId={detail.id} recordId={detail.id} />
          <CaseFacts detail={detail} />
        </Section>
      )}
      <Section title={t('cases:timeline.title')}>
        <Timeline id={detail.id} />
      </Section>
    </>
  );
}
